/**
 * Plants mistakes in the engine's layers and formulas, and shows which of them are found: `npm run mutation -- --help`. It goes on where it was stopped; what is kept in .countersign/mutation can be removed to begin anew.
 */

import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import type { schema } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { UsageError } from '../src/cli/exit.ts';
import { packageRoot } from '../src/harness/environments.ts';
import { asked } from './asked.ts';
import { gather } from './mutation/gather.ts';
import { type Excuse, report } from './mutation/report.ts';
import { scope } from './mutation/scope.ts';
import { isMissed } from './mutation/status.ts';
import { typed } from './mutation/typed.ts';

/** Files whose mutants are tried at once, and kept when all were. */
const atOnce = 60;

const command = new Command('npm run mutation --')
  .description("Plants mistakes in the engine's layers and formulas, and shows which of them are found.")
  .argument('[files...]', "globs in quotes, such as 'src/engine/layers/families/*.ts'; all files without any")
  .option('--again', 'try again what was not found, as after witnesses were asked of more')
  .parse();
const [named] = command.processedArgs;
process.chdir(packageRoot);
const kept = '.countersign/mutation/kept.json';
/** In an order that tells nothing of a file, so that the first ones stand for all. */
const place = (file: string): string => createHash('sha256').update(file).digest('hex');
const found = asked('npm run mutation', () => {
  const files = globSync(named.length > 0 ? named : scope);
  if (files.length === 0) throw new UsageError(`There is no file ${named.join(' or ')} here.`);
  return files;
});
const files = found.sort((a, b) => (place(a) < place(b) ? -1 : 1));

/** Has what was not found tried again, since witnesses may know better by now: StrykerJS looks at the names of tests alone. */
const forgetSurvivors = async (): Promise<void> => {
  if (!existsSync(kept)) return;
  const results = JSON.parse(await readFile(kept, 'utf8')) as schema.MutationTestResult;
  const told = Object.entries(results.files).map(([file, one]) => [
    file,
    { ...one, mutants: one.mutants.filter(({ status }) => !isMissed(status)) },
  ]);
  await writeFile(kept, JSON.stringify({ ...results, files: Object.fromEntries(told) }));
};

if (command.opts().again) await forgetSurvivors();
const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

await gather(tell);
for (let first = 0; first < files.length; first += atOnce)
  await new Stryker({
    mutate: files.slice(first, first + atOnce),
    testRunner: 'in-process',
    plugins: [new URL('mutation/runner.ts', import.meta.url).href],
    ignorers: ['text'],
    coverageAnalysis: 'perTest',
    incremental: true,
    incrementalFile: kept,
    tempDirName: '.countersign/mutation/sandboxes',
    ignorePatterns: ['.*', 'conformance', 'dist', 'docs', 'python', 'schemas', 'corpus', 'test/harness'],
    // StrykerJS would rewrite it with an interface that this TypeScript does not have.
    tsconfigFile: 'none',
    reporters: ['progress-append-only', 'survivors'],
    concurrency: 2,
    timeoutMS: 20_000,
    timeoutFactor: 1.5,
    disableTypeChecks: false,
  }).runMutationTest();

const tested = JSON.parse(await readFile(kept, 'utf8')) as schema.MutationTestResult;
const results = await typed(tested, tell);
const excuses = JSON.parse(
  await readFile(join(packageRoot, 'scripts', 'mutation', 'survivors.json'), 'utf8'),
) as readonly Excuse[];
const { text, isComplete } = report(results, new Set(files), excuses);
process.stdout.write(text);
process.exitCode = isComplete ? 0 : 1;
