/** What the pools have in common. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import { isInside } from './padding.ts';
import { fill, indices, type Tensor, tensor } from './tensor.ts';
import { slide } from './windows.ts';

export interface Pool {
  readonly kernel_size: readonly number[];
  /** Null stands for the kernel's own size. */
  readonly stride: readonly number[] | null;
  readonly padding?: readonly number[];
  readonly dilation?: readonly number[];
  readonly ceil_mode: boolean;
}

/** The windows along each dimension of an input of the given sizes. */
export const poolWindows = (
  { kernel_size, stride, padding, dilation, ceil_mode }: Pool,
  sizes: readonly number[],
): readonly (readonly number[][])[] =>
  sizes.map((size, dimension) => {
    const around = padding?.[dimension] ?? 0;
    return slide({
      size,
      kernel: kernel_size[dimension] as number,
      stride: (stride ?? kernel_size)[dimension] as number,
      dilation: dilation?.[dimension] ?? 1,
      before: around,
      after: around,
      ceil_mode,
    });
  });

/** The sizes of the last dimensions, as many as given: an input may come with a batch or without. */
export const sizesOf = ({ shape }: Tensor, dimensions: number): readonly number[] => shape.slice(-dimensions);

/** Every coordinate of a window with the given coordinates along each dimension, row by row. */
export const positionsOf = (along: readonly (readonly number[])[]): readonly number[][] =>
  Array.from(indices(along.map(({ length }) => length)), (k) =>
    along.map((coordinates, dimension) => coordinates[k[dimension] as number] as number),
  );

/** For each channel of each sample the results of all windows; `result` is given the coordinates of a window's elements and its place. */
export const pooled = (
  x: Tensor,
  windows: readonly (readonly (readonly number[])[])[],
  result: (
    at: (position: readonly number[]) => Scalar,
    positions: readonly number[][],
    place: readonly number[],
  ) => Scalar,
): Tensor => {
  const leading = x.shape.slice(0, -windows.length);
  return fill([...leading, ...windows.map(({ length }) => length)], (index) => {
    const channel = index.slice(0, leading.length);
    const place = index.slice(leading.length);
    const along = windows.map((axis, dimension) => axis[place[dimension] as number] as readonly number[]);
    return result((position) => x.at(...channel, ...position), positionsOf(along), place);
  });
};

/** An element's place among those of its channel, row by row: the index that pools return. */
const placeOf = (sizes: readonly number[], position: readonly number[]): number =>
  position.reduce((place, i, dimension) => place * (sizes[dimension] as number) + i, 0);

/** The largest element of each window and its place, found by comparing each with the largest so far; -∞ outside of x. */
export const maxima = (
  x: Tensor,
  windows: readonly (readonly (readonly number[])[])[],
  { data, padding, isGreater }: Arithmetic,
  withIndices: boolean,
): readonly Tensor[] => {
  const sizes = sizesOf(x, windows.length);
  const outside = padding(Number.NEGATIVE_INFINITY);
  const places: Scalar[] = [];
  const values = pooled(x, windows, (at, positions) => {
    const read = (position: readonly number[]) => (isInside(position, sizes) ? at(position) : outside);
    const [first, ...others] = positions as unknown as readonly [readonly number[], ...(readonly number[])[]];
    // Where no element of the window lies in x, torch's index is that of the first one that is not in front of it.
    let best = positions.find((position) => position.every((i) => i >= 0)) ?? first;
    let largest = read(first);
    for (const position of others) {
      const element = read(position);
      if (!isGreater(element, largest)) continue;
      best = position;
      largest = element;
    }
    places.push(data(placeOf(sizes, best)));
    return largest;
  });
  return withIndices ? [values, tensor(values.shape, places)] : [values];
};
