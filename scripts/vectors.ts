/** Writes the conformance vectors of every kind, or of the kinds that are named: `npm run vectors -- [KINDS]`. */

import { mkdir, writeFile } from 'node:fs/promises';
import { layers } from '../src/engine/index.ts';
import { conformanceJson, conformanceText, vectorFile } from '../src/report/conformance.ts';
import { vectorsOf } from '../src/report/vectors.ts';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);
const [named] = process.argv.slice(2);
const kinds = named === undefined ? [...layers.keys()] : named.split(',');

for (const folder of ['modules', 'functions']) await mkdir(at(`conformance/${folder}`), { recursive: true });
for (const [index, kind] of kinds.entries()) {
  const definition = layers.get(kind);
  if (!definition) throw new Error(`There is no kind "${kind}".`);
  const json = conformanceJson(definition, await vectorsOf(kind));
  await writeFile(at(vectorFile(definition)), conformanceText(json));
  process.stderr.write(`\r${index + 1} of ${kinds.length} kinds `);
}
process.stderr.write('\n');
