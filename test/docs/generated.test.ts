/** Files made from the registry are what the registry says today, and the pages' links lead somewhere. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conventions, layers } from '../../src/engine/index.ts';
import { packageRoot } from '../../src/harness/environments.ts';
import { kindsJson } from '../../src/harness/kinds.ts';
import { readVectors } from '../../src/report/conformance.ts';
import { generatedFiles, withMatrix } from '../../src/report/docs.ts';
import { statusOf } from '../../src/report/docsMatrix.ts';
import { readModels } from '../../src/report/docsModels.ts';
import { anchors, meaningOf } from '../../src/report/docsWords.ts';

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const files = generatedFiles(read('README.md'), await readVectors(packageRoot), await readModels(packageRoot));

it.each(Object.keys(files))('%s is up to date: run "npm run generate" where it is not', (path) => {
  expect(read(path)).toBe(files[path]);
});

it('refuses a README without the place of the matrix', () => {
  expect(() => withMatrix('# countersign\n')).toThrow('README.md needs');
});

it('gives Python every kind and option of the registry', () => {
  const kinds = JSON.parse(files['python/src/countersign/kinds.json'] ?? '') as {
    readonly modules: Readonly<Record<string, { readonly torch: string; readonly options: readonly string[] }>>;
    readonly functions: object;
  };
  const registry = kindsJson() as typeof kinds;
  expect(kinds.functions).toEqual(registry.functions);
  expect(Object.keys(kinds.modules)).toEqual(Object.keys(registry.modules));
  for (const [kind, { torch, options }] of Object.entries(registry.modules)) {
    expect(kinds.modules[kind]?.torch).toBe(torch);
    expect(kinds.modules[kind]?.options.slice(0, options.length)).toEqual(options);
  }
});

describe('docs/layers.md', () => {
  it('shows every kind with all its formulas and options', () => {
    const page = files['docs/layers.md'] ?? '';
    for (const { kind, optionNames, formulas, parts, source } of layers.values()) {
      const section = page.split(`\n## ${kind}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const option of optionNames) expect(section).toContain(`| \`${option}\` |`);
      for (const { text, latex } of [...Object.values(formulas), ...Object.values(parts)]) {
        expect(section).toContain(`| \`${text}\` |`);
        expect(section).toContain(`&= ${latex}`);
      }
      expect(section).toContain(source);
    }
  });

  it('says what every name in every formula means', () => {
    for (const { kind, formulas, parts } of layers.values()) {
      const own = [...conventions.values()].flatMap(({ cells }) =>
        cells[kind]?.type === 'formulas' ? Object.values(cells[kind].figures) : [],
      );
      for (const { names } of [...Object.values(formulas), ...Object.values(parts), ...own]) {
        for (const name of names)
          if (!Object.hasOwn(parts, name))
            expect(meaningOf(kind, name), `src/report/docsWords.ts: ${name} of ${kind}`).toBeTruthy();
      }
    }
  });
});

describe('docs/matrix.md', () => {
  const page = files['docs/matrix.md'] ?? '';

  it('has a row for every kind', () => {
    for (const { kind } of layers.values()) expect(page).toContain(`\n| ${kind} | `);
  });

  it('links pages that give every reason with its source', () => {
    for (const { name, about, cells } of conventions.values()) {
      if (name === 'definition') continue;
      const own = files[`docs/tools/${name}.md`] ?? '';
      expect(own).toContain(about);
      for (const cell of Object.values(cells)) {
        if (cell.type === 'same' || !cell.reason) continue;
        expect(own).toContain(cell.reason.because);
        expect(own).toContain(`Source: ${cell.reason.source}`);
      }
    }
  });

  it.each([
    ['thop', 'Linear', 'same'],
    ['thop', 'LSTM', 'departs'],
    ['thop', 'relu', 'unseen'],
    ['article', 'MaxPool2d', 'unstated'],
    ['torchstat', 'LSTM', 'raises'],
    ['ptflops-aten', 'view', 'zero'],
  ] as const)('%s treats %s as "%s"', (name, kind, status) => {
    const convention = conventions.get(name);
    const definition = layers.get(kind);
    if (!convention || !definition) throw new Error(`${name}, ${kind}`);
    expect(statusOf(convention, definition)).toBe(status);
  });
});

describe('links', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'conformance/INTERPRETING.md',
    ...readdirSync(join(packageRoot, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
  ].filter((path) => path.endsWith('.md'));
  const anchorsOf = (path: string): Set<string> => {
    const anchor = anchors();
    const text = read(path).replace(/^```.*?^```/gms, '');
    return new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading)));
  };

  it.each(pages)('of %s lead somewhere', (page) => {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = '', anchor] = target.split('#') as [string, string?];
      const file = path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(packageRoot, file)), `${page}: ${target}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(file), `${page}: ${target}`).toContain(anchor);
    }
  });
});
