/** Pools whose windows may be wider than their input, reach far into the padding, or step over elements. */

import fc from 'fast-check';
import { callOf, each, few, type Network, spatialShape } from './calls.ts';

type Further = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const largest: Readonly<Record<number, number>> = { 1: 9, 2: 7, 3: 4 };

const pool = (kind: string, dimensions: number, further: Further): Network =>
  fc
    .tuple(
      spatialShape(dimensions, largest[dimensions] as number),
      fc.record({
        kernel_size: each(dimensions, 1, dimensions === 3 ? 3 : 5),
        stride: fc.oneof(fc.constant(null), each(dimensions, 1, 6)),
        ceil_mode: fc.boolean(),
        ...further,
      }),
    )
    .map(([shape, options]) => callOf(kind, shape, options));

const lpPool = (kind: string, dimensions: number): Network =>
  fc
    .tuple(
      spatialShape(dimensions, largest[dimensions] as number),
      each(dimensions, 1, 4),
      fc.record({
        // Of odd powers and of fractions of numbers below 0 there may be no root.
        norm_type: fc.constantFrom(2, 1, 4, -2),
        stride: fc.oneof(fc.constant(null), each(dimensions, 1, 5)),
        ceil_mode: fc.boolean(),
      }),
    )
    .map(([shape, kernel, options]) =>
      callOf(kind, shape, { ...options, kernel_size: dimensions === 1 ? kernel[0] : kernel }),
    );

const adaptivePool = (kind: string, dimensions: number, further: Further): Network =>
  fc
    .tuple(
      spatialShape(dimensions, dimensions === 3 ? 5 : 9),
      fc.record({ output_size: each(dimensions, 1, dimensions === 3 ? 6 : 12), ...further }),
    )
    .map(([shape, options]) => callOf(kind, shape, options));

const both = (module: string, name: string, make: (kind: string) => Network): Readonly<Record<string, Network>> => ({
  [module]: make(module),
  [name]: make(name),
});

const ofDimensions = (n: number): Readonly<Record<string, Network>> => {
  const padding = each(n, 0, 2);
  const divisor = n === 1 ? {} : { divisor_override: fc.oneof(fc.constant(null), few(1, 9)) };
  const indices = { return_indices: fc.boolean() };
  return {
    ...both(`MaxPool${n}d`, `max_pool${n}d`, (kind) => pool(kind, n, { padding, dilation: each(n, 1, 3), ...indices })),
    ...both(`AvgPool${n}d`, `avg_pool${n}d`, (kind) =>
      pool(kind, n, { padding, count_include_pad: fc.boolean(), ...divisor }),
    ),
    ...both(`LPPool${n}d`, `lp_pool${n}d`, (kind) => lpPool(kind, n)),
    ...both(`AdaptiveAvgPool${n}d`, `adaptive_avg_pool${n}d`, (kind) => adaptivePool(kind, n, {})),
    ...both(`AdaptiveMaxPool${n}d`, `adaptive_max_pool${n}d`, (kind) => adaptivePool(kind, n, indices)),
  };
};

export const pooling: Readonly<Record<string, Network>> = {
  ...ofDimensions(1),
  ...ofDimensions(2),
  ...ofDimensions(3),
};
