/** The figures of the definition, and the place of each in a table. */

import { type Sparse, Sums } from '../../exact.ts';
import { type FormulaName, operationClasses } from '../../operations.ts';

/** Figures that come out of a layer's formulas. */
export const operations: readonly FormulaName[] = ['macs', ...operationClasses];

export const weightFigures = ['params', 'trainable', 'buffers', 'memory.parameters', 'memory.buffers'] as const;

export const figures: readonly string[] = [
  'params',
  'trainable',
  'buffers',
  'macs',
  'flops',
  ...operationClasses,
  'memory.parameters',
  'memory.buffers',
  'memory.input',
  'memory.activations',
  'memory.reads',
  'memory.writes',
];

const places: Readonly<Record<string, number>> = Object.fromEntries(figures.map((name, index) => [name, index]));

/** The column of a figure. */
export const placeOf = (figure: string): number => places[figure] as number;

/** All figures by name. */
export const namedSums = (sums: Sums): Record<string, bigint> => {
  const named: Record<string, bigint> = {};
  for (let column = 0; column < figures.length; column++) named[figures[column] as string] = sums.of(column);
  return named;
};

/** All figures by name, those of several rows together. */
export const namedFigures = (...rows: readonly Sparse[]): Readonly<Record<string, bigint>> => {
  const sums = Sums.ofZeros(figures.length);
  for (const row of rows) sums.add(row);
  return namedSums(sums);
};
