/** Imports go one way: engine <- harness <- report <- cli; reference imports none of them; the engine runs in a browser. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

/** What a file imports: paths from the project's root, or names of packages. */
const importsOf = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import\(|^import)\s*'([^']+)'/gm)].map(([, name]) => name as string);
  return found.map((name) => (name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name));
};

/** For each part: the parts and packages that it may import. */
const allowed: Readonly<Record<string, { readonly parts: readonly string[]; readonly packages: RegExp }>> = {
  'src/engine': { parts: ['src/engine'], packages: /^(zod|jsep)$/ },
  'src/harness': { parts: ['src/engine', 'src/harness', 'scripts'], packages: /^(node:|fast-check$|execa$|zod$)/ },
  'src/report': { parts: ['src/engine', 'src/harness', 'src/report'], packages: /./ },
  'src/vitest': { parts: ['src/engine', 'src/harness', 'src/report', 'src/vitest'], packages: /^(node:|vitest$)/ },
  'src/cli': { parts: ['src', 'scripts', 'package.json'], packages: /./ },
};

describe.each(Object.entries(allowed))('%s', (part, { parts, packages }) => {
  it.each(filesOf(part))('%s imports only what lies below it', (file) => {
    for (const name of importsOf(file)) {
      const isProject =
        name.startsWith('src/') ||
        name.startsWith('scripts/') ||
        name === 'package.json' ||
        name.startsWith('reference/');
      const isAllowed = isProject
        ? parts.some((allowedPart) => name === allowedPart || name.startsWith(`${allowedPart}/`))
        : packages.test(name);
      expect(isAllowed, `${file} imports ${name}`).toBe(true);
    }
  });
});

it('reference/ imports nothing of src/, so that it can be a witness', () => {
  for (const file of filesOf('reference')) {
    for (const name of importsOf(file)) expect(name.startsWith('src/'), `${file} imports ${name}`).toBe(false);
  }
});

it('the engine names nothing that a browser does not have', () => {
  for (const file of filesOf('src/engine')) {
    expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(/\b(process|Buffer|require|__dirname)\b\s*[.(]/);
  }
});
