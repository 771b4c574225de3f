import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { composites } from '../../properties/executed/networks.ts';
import { definedKinds } from '../../reference/index.ts';

it('docs/executed.md has a row for each kind that is executed', () => {
  const page = readFileSync(new URL('../../docs/executed.md', import.meta.url), 'utf8');
  const kinds = [...page.matchAll(/^\| (\w+) \| \d+ \|/gm)].map(([, kind]) => kind);
  expect(kinds).toEqual([...definedKinds, ...composites].sort());
});
