/** The mutation score by folder, and every mutant that survived, with the reason why none can find it where there is one. */

import { dirname } from 'node:path';
import type { schema } from '@stryker-mutator/api/core';
import { plain } from '../../src/report/style.ts';
import { table } from '../../src/report/table.ts';
import { isMissed, refused } from './status.ts';

/** A mutant that is not found, and why: by the line that it is in, so that other lines may move. */
export interface Excuse {
  readonly file: string;
  /** The line as it stands, without what is around it. */
  readonly line: string;
  /** What the mutant puts there, as StrykerJS says it; without it, whatever is put there. */
  readonly replacement?: string;
  readonly because: string;
}

interface Mutant {
  readonly file: string;
  readonly line: string;
  readonly at: string;
  readonly given: schema.MutantResult;
}

const found: ReadonlySet<string> = new Set(['Killed', 'Timeout']);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const mutantsOf = (results: schema.MutationTestResult, files: ReadonlySet<string>): readonly Mutant[] =>
  Object.entries(results.files)
    .filter(([file]) => files.has(file))
    .flatMap(([file, { source, mutants }]) => {
      const lines = source.split('\n');
      return mutants.map((given) => {
        const { line, column } = given.location.start;
        return { file, line: (lines[line - 1] as string).trim(), at: `${file}:${line}:${column}`, given };
      });
    });

const covers = (excuse: Excuse, { file, line, given }: Mutant): boolean =>
  excuse.file === file &&
  excuse.line === line &&
  (excuse.replacement === undefined || excuse.replacement === oneLine(given.replacement ?? ''));

const numbersOf = (name: string, mutants: readonly Mutant[], isExcused: (mutant: Mutant) => boolean): string[] => {
  const tried = mutants.filter(({ given: { status } }) => found.has(status) || isMissed(status));
  const killed = tried.filter(({ given: { status } }) => found.has(status));
  const excused = tried.filter((mutant) => isMissed(mutant.given.status) && isExcused(mutant));
  const score = tried.length === 0 ? '' : `${((100 * killed.length) / tried.length).toFixed(2)} %`;
  const fixed = tried.filter(({ given }) => given.static).length;
  const uncompiled = mutants.filter(({ given: { status } }) => status === refused).length;
  return [
    name,
    ...[uncompiled, tried.length, fixed, killed.length, tried.length - killed.length, excused.length].map(String),
    score,
  ];
};

const titles = ['Folder', 'Not compiled', 'Mutants', 'at loading', 'Found', 'Not found', 'with a reason', 'Score'];
const columns = titles.map((title, index) => ({ title, align: index === 0 ? ('left' as const) : ('right' as const) }));

/** Its text, and whether each survivor has a reason and each reason a survivor. */
export const report = (
  results: schema.MutationTestResult,
  files: ReadonlySet<string>,
  excuses: readonly Excuse[],
): { readonly text: string; readonly isComplete: boolean } => {
  const mutants = mutantsOf(results, files);
  const isExcused = (mutant: Mutant): boolean => excuses.some((excuse) => covers(excuse, mutant));
  const folders = [...new Set(mutants.map(({ file }) => dirname(file)))].sort();
  const rows = [
    ...folders.map((folder) =>
      numbersOf(
        folder,
        mutants.filter(({ file }) => dirname(file) === folder),
        isExcused,
      ),
    ),
    numbersOf('all', mutants, isExcused),
  ];
  const survivors = mutants.filter(({ given: { status } }) => isMissed(status));
  const unexcused = survivors.filter((mutant) => !isExcused(mutant));
  const stale = excuses.filter(
    (excuse) => files.has(excuse.file) && !survivors.some((mutant) => covers(excuse, mutant)),
  );
  const ignored = new Map<string, number>();
  for (const { given } of mutants)
    if (given.status === 'Ignored' && given.statusReason)
      ignored.set(given.statusReason, (ignored.get(given.statusReason) ?? 0) + 1);
  const lines = [
    table(columns, rows, plain),
    ...[...ignored].map(([reason, count]) => `Left out: ${count} of ${reason}.`),
    ...unexcused.map(({ at, line, given }) => `Not found: ${at} ${line} => ${oneLine(given.replacement ?? '')}`),
    ...stale.map(({ file, line }) => `Found by now, though a reason says why not: ${file} ${line}`),
  ];
  return { text: `${lines.join('\n')}\n`, isComplete: unexcused.length === 0 && stale.length === 0 };
};
