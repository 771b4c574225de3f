/** What the networks of a campaign were made of, in a few lines. */

import type { FuzzJson } from './schemas.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

type StatisticsJson = FuzzJson['statistics'];
type Counts = Readonly<Record<string, number>>;

const grouped = (value: number): string => value.toLocaleString('en-US');

const percent = (part: number, whole: number): string => `${whole > 0 ? Math.round((part / whole) * 100) : 0} %`;

/** Shares of each range; what a range lacks of 1 % is not shown. */
const shares = (counts: Counts): string => {
  const whole = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Object.entries(counts)
    .filter(([, count]) => count * 100 >= whole)
    .map(([range, count]) => `${range.replace('..', '-')}: ${percent(count, whole)}`)
    .join(', ');
};

const extremes = (calls: Counts): string => {
  const byCount = Object.entries(calls).sort(([, a], [, b]) => b - a);
  const [most, least] = [byCount[0], byCount.at(-1)];
  return most && least
    ? `${byCount.length}, with ${grouped(least[1])} (${least[0]}) to ${grouped(most[1])} calls (${most[0]})`
    : '0';
};

/** The lines, each with its name. */
export const statisticsText = (statistics: StatisticsJson, cases: number, style: Style): string => {
  const { picks, discarded, pairs, cells, compared } = statistics;
  const rows = [
    ['kinds', extremes(statistics.calls)],
    ['layers', shares(statistics.layers)],
    ['dimensions', shares(statistics.ranks)],
    ['inputs', shares(statistics.inputs)],
    ['input elements', shares(statistics.elements)],
    ['nesting', shares(statistics.depth)],
    ['branches', `in ${percent(statistics.branched, cases)} of networks`],
    ['shared modules', `in ${percent(statistics.shared, cases)} of networks`],
    ['picks', `${grouped(picks)}, of which ${percent(discarded, picks)} did not fit`],
    [
      'pairs of options',
      `${grouped(pairs.seen)} of ${grouped(pairs.possible)} (${percent(pairs.seen, pairs.possible)})`,
    ],
    ...Object.entries(cells).map(([tool, { covered, stated }], index) => [
      index === 0 ? 'figures' : '',
      `${tool}: of ${covered} out of ${stated} kinds, in ${percent(compared[tool] ?? 0, cases)} of networks`,
    ]),
  ];
  return `${style.dim('What was drawn')}\n${table([{ title: '' }, { title: '' }], rows, style, '  ')}`;
};
