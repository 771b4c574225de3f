/** Two networks side by side under one convention. */

import type { Convention, Prediction } from '../engine/index.ts';
import { namesIn, unitOf } from './figures.ts';
import { grouped, isCount, ratio, signed } from './numbers.ts';
import type { CompareJson } from './schemas.ts';
import { harmless, type Style, wrap } from './style.ts';
import { table } from './table.ts';

export interface Side {
  readonly name: string;
  readonly prediction: Prediction;
}

const sideOf = ({ name, prediction }: Side): CompareJson['a'] => {
  if (prediction.status === 'counted') return { name, uncounted: [...prediction.uncounted] };
  const { error, because, source } = prediction;
  return { name, uncounted: [], raises: { error, because, source } };
};

const figureOf = ({ prediction }: Side, figure: string): string | null => {
  const value = prediction.status === 'counted' ? prediction.totals[figure] : undefined;
  return value === undefined ? null : String(value);
};

const totalsOf = ({ prediction }: Side): string[] =>
  prediction.status === 'counted' ? Object.keys(prediction.totals) : [];

/** What `compare --json` prints. */
export const compareJson = (a: Side, b: Side, convention: Convention): CompareJson => ({
  schema: 'countersign/compare@1',
  convention: convention.name,
  tool_version: convention.tool?.version ?? null,
  a: sideOf(a),
  b: sideOf(b),
  figures: namesIn(convention.units, [...totalsOf(a), ...totalsOf(b)]).map((figure) => {
    const [left, right] = [figureOf(a, figure), figureOf(b, figure)];
    const isExact = left !== null && right !== null && isCount(left) && isCount(right);
    return {
      figure,
      unit: unitOf(convention.units, figure),
      a: left,
      b: right,
      difference: isExact ? String(BigInt(right) - BigInt(left)) : null,
      ratio: ratio(left ?? undefined, right ?? undefined) ?? null,
    };
  }),
});

const remarks = ({ name, raises, uncounted }: CompareJson['a'], letter: string, convention: string): string[] => [
  ...(raises ? [`${letter}: ${convention} raises ${raises.error} on ${name}. ${raises.because}`] : []),
  ...(uncounted.length > 0
    ? [`${letter}: lower bounds, since ${convention} does not state ${uncounted.join(', ')}.`]
    : []),
];

/** What `compare` prints. */
export const compareText = (json: CompareJson, style: Style): string => {
  const version = json.tool_version ? ` ${json.tool_version}` : '';
  const title = `A: ${harmless(json.a.name)}   B: ${harmless(json.b.name)}   under ${json.convention}${version}`;
  const rows = json.figures
    .filter(({ a, b }) => a !== null || b !== null)
    .map(({ figure, unit, a, b, difference, ratio: quotient }) => [
      figure,
      a === null ? '-' : grouped(a),
      b === null ? '-' : grouped(b),
      difference === null ? '' : signed(difference),
      quotient ?? '',
      unit,
    ]);
  const columns = [
    { title: 'Total' },
    { title: 'A', align: 'right' },
    { title: 'B', align: 'right' },
    { title: 'B - A', align: 'right' },
    { title: 'B / A', align: 'right' },
    { title: 'Unit', breaks: true },
  ] as const;
  const notes = [...remarks(json.a, 'A', json.convention), ...remarks(json.b, 'B', json.convention)];
  const noted = notes.map((note) => `${style.yellow(wrap(harmless(note), style.width))}\n`).join('');
  return `${style.bold(title)}\n\n${rows.length > 0 ? `${table(columns, rows, style)}\n` : ''}${noted && `\n${noted}`}`;
};
