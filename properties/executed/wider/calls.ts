/** Networks of one call, and small numbers to draw them with. */

import fc from 'fast-check';
import type { ArchitectureJson } from '../../../src/engine/index.ts';

export type Network = fc.Arbitrary<ArchitectureJson>;
export type Options = Record<string, unknown>;

export const few = (least: number, most: number) => fc.integer({ min: least, max: most });

/** As many small numbers as there are dimensions. */
export const each = (dimensions: number, least: number, most: number) =>
  fc.array(few(least, most), { minLength: dimensions, maxLength: dimensions });

/** (N, C, ...) or (C, ...). */
export const spatialShape = (dimensions: number, most: number) =>
  fc
    .tuple(few(0, 2), few(1, 2), each(dimensions, 1, most))
    .map(([N, C, sizes]) => (N === 0 ? [C, ...sizes] : [N, C, ...sizes]));

const network = (shapes: readonly number[][], rest: Pick<ArchitectureJson, 'calls' | 'modules'>): ArchitectureJson => ({
  schema: 'countersign/architecture@1',
  name: 'Network',
  inputs: shapes.map((shape, index) => ({ name: `x${index}`, shape })),
  outputs: ['y'],
  ...rest,
});

/** A function of one input for each shape. */
export const functionOf = (op: string, shapes: readonly number[][], options: Options): ArchitectureJson =>
  network(shapes, { calls: [{ id: 'y', op, inputs: shapes.map((_, index) => `x${index}`), options }] });

export const moduleOf = (kind: string, shape: number[], options: Options): ArchitectureJson =>
  network([shape], {
    modules: [{ path: 'layer', kind, options }],
    calls: [{ id: 'y', module: 'layer', inputs: ['x0'] }],
  });

/** A module or the function behind it, which take the same options. */
export const callOf = (kind: string, shape: number[], options: Options): ArchitectureJson =>
  /^[A-Z]/.test(kind) ? moduleOf(kind, shape, options) : functionOf(kind, [shape], options);
