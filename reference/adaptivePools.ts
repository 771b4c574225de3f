/** Pools with a given number of windows, over inputs (N, C, ...) or (C, ...). */

import type { Equation } from './definition.ts';
import { maxima, pooled, sizesOf } from './pool.ts';
import type { Tensor } from './tensor.ts';

/** Output i of `count` covers the elements from ⌊i size / count⌋ up to ⌈(i + 1) size / count⌉. */
const windows = (size: number, count: number): readonly number[][] =>
  Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * size) / count);
    const to = Math.ceil(((i + 1) * size) / count);
    return Array.from({ length: to - from }, (_, offset) => from + offset);
  });

/** The windows along each dimension; null keeps the input's size. */
export const adaptiveWindows = (x: Tensor, output_size: readonly (number | null)[]) =>
  sizesOf(x, output_size.length).map((size, dimension) => windows(size, output_size[dimension] ?? size));

interface Adaptive {
  readonly output_size: readonly (number | null)[];
}

/** The mean of each of `output_size` windows. Source: torch.nn.AdaptiveAvgPool2d. */
export const adaptiveAvgPool: Equation<Adaptive> = (
  { options: { output_size }, inputs: [x] },
  { sum, divide, constant },
) => [
  pooled(x, adaptiveWindows(x, output_size), (at, positions) =>
    divide(sum(positions.map(at)), constant(positions.length)),
  ),
];

/** The maximum of each of `output_size` windows. Source: torch.nn.AdaptiveMaxPool2d. */
export const adaptiveMaxPool: Equation<Adaptive & { return_indices: boolean }> = (
  { options: { output_size, return_indices }, inputs: [x] },
  arithmetic,
) => maxima(x, adaptiveWindows(x, output_size), arithmetic, return_indices);
