/** The conformance vectors say what the conventions say today, and show each departure and each error that a cell states. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ArchitectureJson, layers } from '../../src/engine/index.ts';
import { packageRoot } from '../../src/harness/environments.ts';
import { readVectors, toolConventions, vectorFile, vectorOf } from '../../src/report/conformance.ts';
import { unshown } from '../../src/report/vectors.ts';

const vectors = await readVectors(packageRoot);

it('are there for every kind, and for no other', () => {
  const files = ['modules', 'functions'].flatMap((folder) =>
    readdirSync(join(packageRoot, 'conformance', folder)).map((name) => `conformance/${folder}/${name}`),
  );
  expect(files.sort()).toEqual([...layers.values()].map(vectorFile).sort());
});

it.each([...layers.keys()])('of %s are up to date: run "npm run vectors" where they are not', (kind) => {
  for (const { id, ...stored } of vectors.get(kind)?.cases ?? [])
    expect(vectorOf(stored.architecture), id).toEqual(stored);
  const { versions } = vectors.get(kind) ?? {};
  expect(versions).toEqual(
    Object.fromEntries(toolConventions.map(({ tool }) => [tool?.package ?? '', tool?.version ?? ''])),
  );
});

it.each([...layers.keys()])('of %s show all that is stated of it: run "npm run vectors -- --values"', (kind) => {
  const networks = (vectors.get(kind)?.cases ?? []).map(({ architecture }) => architecture as ArchitectureJson);
  const missing = unshown(kind, networks).map(({ convention, statement }) => `${convention.name} ${statement}`);
  expect(missing).toEqual([]);
});

it.each([
  ['flop-counter', 'flops'],
  ['fvcore', 'macs'],
  ['ptflops-aten', 'macs'],
  ['torchprofile', 'macs'],
])('what %s counts by operator sums to its %s in every one', (tool, figure) => {
  const sums = [...vectors.values()].flatMap(({ cases }) =>
    cases.map(({ id, tools }) => {
      const said = Object.entries(tools[tool] as Record<string, string>);
      const operators = said.filter(([name]) => name.startsWith('by_operator.'));
      const sum = operators.reduce((all, [, value]) => all + BigInt(value), 0n);
      return { id, sum: String(sum), total: said.find(([name]) => name === figure)?.[1] ?? '0' };
    }),
  );
  expect(sums.filter(({ sum }) => sum !== '0').length).toBeGreaterThan(20);
  expect(sums.filter(({ sum, total }) => sum !== total)).toEqual([]);
});

it.each(toolConventions)('the page of $name shows each of its departures and errors on a network', ({ name }) => {
  const text = readFileSync(join(packageRoot, 'docs', 'tools', `${name}.md`), 'utf8');
  const [, departing = ''] = text.split('\n## Where it departs\n');
  const sections = departing.split('\n### ').slice(1);
  expect(sections.length).toBeGreaterThan(0);
  for (const section of sections) {
    const [title] = section.split('\n');
    expect(section, title).toContain('```python');
    if (section.includes('It may raise')) expect(section, title).toMatch(/^It raises `\w+`\. /m);
    if (!section.includes('It may raise') && !/^It raises/m.test(section))
      expect(section, title).toContain(`| total | ${name} | definition |`);
  }
});
