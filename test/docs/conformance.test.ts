/** The conformance vectors say what the conventions say today, and show each departure. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { layers } from '../../src/engine/index.ts';
import { packageRoot } from '../../src/harness/environments.ts';
import { readVectors, toolConventions, vectorFile, vectorOf } from '../../src/report/conformance.ts';

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
