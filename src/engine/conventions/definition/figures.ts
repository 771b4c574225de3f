/** The figures of the definition, and the place of each in a table. */

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
