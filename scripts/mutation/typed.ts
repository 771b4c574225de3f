/** Which of the mutants that no check has found the compiler refuses: nobody can make such a mistake unnoticed. */

import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { schema } from '@stryker-mutator/api/core';
import { execa } from 'execa';
import { packageRoot } from '../../src/harness/environments.ts';
import { isMissed, refused } from './status.ts';

const folder = join(packageRoot, '.countersign', 'mutation', 'typed');

interface Planted {
  readonly file: string;
  readonly mutant: schema.MutantResult;
}

const withMutant = (source: string, { location: { start, end }, replacement = '' }: schema.MutantResult): string => {
  const lines = source.split('\n');
  const before = [...lines.slice(0, start.line - 1), (lines[start.line - 1] as string).slice(0, start.column - 1)];
  const behind = [(lines[end.line - 1] as string).slice(end.column - 1), ...lines.slice(end.line)];
  return before.join('\n') + replacement + behind.join('\n');
};

/** The compiler's own tests of what is unused are those of a linter, and no types. */
const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true };

/** Its errors as lines by file. */
const compile = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
  const { stdout, exitCode } = await execa({ reject: false, cwd: folder, preferLocal: true })`tsc --pretty false`;
  const errors = new Map<string, number[]>();
  for (const [, file, line] of stdout.matchAll(/^(\S+?)\((\d+),\d+\): error /gm))
    errors.set(file as string, [...(errors.get(file as string) ?? []), Number(line)]);
  if (exitCode !== 0 && errors.size === 0) throw new Error(`The compiler does not run: ${stdout.slice(0, 500)}`);
  return errors;
};

const isAmong = (lines: readonly number[], { location: { start }, replacement = '' }: schema.MutantResult): boolean =>
  lines.some((line) => line >= start.line && line < start.line + replacement.split('\n').length);

/** Compiles with one mutant in each file, and gives those in whose lines there is an error. */
const refusedOf = async (
  planted: readonly Planted[],
  files: schema.MutationTestResult['files'],
): Promise<readonly Planted[]> => {
  for (const { file, mutant } of planted)
    writeFileSync(join(folder, file), withMutant((files[file] as schema.FileResult).source, mutant));
  const errors = await compile();
  for (const { file } of planted) writeFileSync(join(folder, file), (files[file] as schema.FileResult).source);
  return planted.filter(({ file, mutant }) => isAmong(errors.get(file) ?? [], mutant));
};

/** One of each file at a time, so that as many are compiled at once as there are files. */
const roundsOf = (planted: readonly Planted[], order: (mutants: Planted[]) => Planted[]): readonly Planted[][] => {
  const byFile = Map.groupBy(planted, ({ file }) => file);
  const queues = [...byFile.values()].map(order);
  const most = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: most }, (_, round) => queues.flatMap((queue) => queue.slice(round, round + 1)));
};

/**
 * The results with those mutants marked that the compiler refuses. It is asked of several files at once, and of each mutant
 * once more beside others, since an error may be another's.
 */
export const typed = async (
  results: schema.MutationTestResult,
  tell: (text: string) => void,
): Promise<schema.MutationTestResult> => {
  let left = Object.entries(results.files).flatMap(([file, { mutants }]) =>
    mutants.filter(({ status }) => isMissed(status)).map((mutant): Planted => ({ file, mutant })),
  );
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(packageRoot, 'src'), join(folder, 'src'), { recursive: true });
  const config = { extends: '../../../tsconfig.json', compilerOptions, include: ['src/engine'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  for (const order of [(mutants: Planted[]) => mutants, (mutants: Planted[]) => mutants.toReversed()]) {
    const rounds = roundsOf(left, order);
    const found: Planted[] = [];
    for (const [index, round] of rounds.entries()) {
      tell(`compiling, ${index + 1} of ${rounds.length}`);
      found.push(...(await refusedOf(round, results.files)));
    }
    left = found;
  }
  const marked = new Set(left.map(({ mutant }) => mutant));
  const files = Object.entries(results.files).map(([file, one]) => [
    file,
    { ...one, mutants: one.mutants.map((mutant) => (marked.has(mutant) ? { ...mutant, status: refused } : mutant)) },
  ]);
  return { ...results, files: Object.fromEntries(files) };
};
