/** What came of executing every definition, as a table and as a page. */

import { operationClasses } from '../../src/engine/index.ts';
import type { Trial } from './table.ts';

/** Parameters, MACs, and one for each operation. */
const classes = 2 + operationClasses.length;

export const titles = ['kind', 'cases', 'classes that agree', 'of which occur', 'results that are PyTorch’s'] as const;

/** One row for each kind, under `titles`. */
export const rowsOf = (trials: readonly Trial[]): string[][] =>
  trials.map(({ kind, counted, equal, classes: seen, computed, close }) => [
    kind,
    String(counted),
    equal === counted ? `${classes} of ${classes}` : `all in ${equal} cases alone`,
    seen.join(', ') || 'none',
    `${close} of ${computed}`,
  ]);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** docs/executed.md. */
export const pageOf = (trials: readonly Trial[], cases: number): string => {
  const counted = trials.reduce((sum, one) => sum + one.counted, 0);
  const equal = trials.reduce((sum, one) => sum + one.equal, 0);
  const computed = trials.reduce((sum, one) => sum + one.computed, 0);
  const close = trials.reduce((sum, one) => sum + one.close, 0);
  const number = (count: number): string => count.toLocaleString('en');
  return `# The definition, executed

Made by \`npm run executed -- ${cases}\`. Each kind's naive loop in \`reference/\` was executed on ${cases} random networks, of the options and
shapes that the generators of the properties draw, and its counts compared with the engine's formulas in ${classes} classes:
parameters, MACs, and each operation of [the rules](counting.md). Its results were compared with PyTorch's in float64, with the
same numbers as weights and inputs, to 1e-12 of the larger one.

All in all the counts agreed in ${number(equal)} of ${number(counted)} cases, the results in ${number(close)} of ${number(computed)}.

${row(titles)}
${row(titles.map(() => '---'))}
${rowsOf(trials).map(row).join('\n')}
`;
};
