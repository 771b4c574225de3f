import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { composites } from '../../properties/executed/networks.ts';
import { definedKinds } from '../../reference/index.ts';

it('docs/executed.md has rows of kinds that are executed, in order', () => {
  const page = readFileSync(new URL('../../docs/executed.md', import.meta.url), 'utf8');
  const kinds = [...page.matchAll(/^\| (\w+) \| \d+ \|/gm)].map(([, kind]) => kind);
  const known = new Set(kinds);
  expect(kinds.length).toBeGreaterThan(300);
  expect(kinds).toEqual([...definedKinds, ...composites].sort().filter((kind) => known.has(kind)));
});
