/**
 * Writes the conformance vectors of every kind, or of the kinds that are named: `npm run vectors -- [KINDS]`. After `--values`
 * the networks that the files hold stay, what is said of them is written anew, and others come behind them only where they do
 * not show all that is stated of their kind.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { progressOn } from '../src/cli/progress.ts';
import { type ArchitectureJson, layers } from '../src/engine/index.ts';
import { listCases, readCase } from '../src/harness/corpus.ts';
import { conformanceJson, conformanceText, readVectors, vectorFile } from '../src/report/conformance.ts';
import { vectorsOf, withStatements } from '../src/report/vectors.ts';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);
const { values: options, positionals } = parseArgs({
  options: { values: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [named] = positionals;
const kinds = named === undefined ? [...layers.keys()] : named.split(',');

const corpus = await Promise.all((await listCases(fileURLToPath(at('corpus')))).map(readCase));
const given = corpus.map(({ architecture }) => architecture as ArchitectureJson);
const before = options.values ? await readVectors(fileURLToPath(at('.'))) : undefined;

const progress = progressOn(process.stderr);
for (const folder of ['modules', 'functions']) await mkdir(at(`conformance/${folder}`), { recursive: true });
for (const [index, kind] of kinds.entries()) {
  const definition = layers.get(kind);
  if (!definition) throw new Error(`There is no kind "${kind}".`);
  const held = before?.get(kind)?.cases.map(({ architecture }) => architecture as ArchitectureJson);
  const networks = held ? await withStatements(kind, held, given) : await vectorsOf(kind, given);
  const json = conformanceJson(definition, networks);
  await writeFile(at(vectorFile(definition)), conformanceText(json));
  progress.show(`${index + 1} of ${kinds.length} kinds`);
}
progress.done();
