/** The order of elements in memory: which dimension is stepped through first. Source: torch 2.15, aten/src/ATen/TensorIterator.cpp. */

import type { Shape, Tensor } from './tensor.ts';

/** Whether no two elements share a place and none is left out; dimensions of size 1 do not matter. */
export const isDense = ({ shape, strides }: Pick<Tensor, 'shape' | 'strides'>): boolean => {
  let step = 1;
  const order = shape.map((_, dimension) => dimension).filter((dimension) => shape[dimension] !== 1);
  for (const dimension of order.sort((a, b) => (strides[a] as number) - (strides[b] as number))) {
    if (strides[dimension] !== step) return false;
    step *= shape[dimension] as number;
  }
  return true;
};

/** Whether elements share a place in memory, as those of an expanded tensor do. */
export const isOverlapping = ({ shape, strides }: Tensor): boolean =>
  shape.some((size, dimension) => size > 1 && strides[dimension] === 0);

/** Strides in the order of dimensions given, the innermost first. */
export const stridesIn = (order: readonly number[], shape: Shape): number[] => {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (const dimension of order) {
    strides[dimension] = step;
    step *= Math.max(shape[dimension] as number, 1);
  }
  return strides;
};

/** The dimensions of images or volumes with their channels innermost, the innermost first. */
export const channelsInnermost = (shape: Shape): readonly number[] => [
  1,
  ...shape
    .map((_, dimension) => dimension)
    .slice(2)
    .reverse(),
  0,
];

/** As `is_contiguous(memory_format=torch.channels_last)`, or `channels_last_3d`: dimensions of size 1 do not matter. */
export const isContiguousChannelsLast = ({ shape, strides }: Tensor): boolean =>
  (shape.length === 4 || shape.length === 5) &&
  stridesIn(channelsInnermost(shape), shape).every((step, at) => shape[at] === 1 || strides[at] === step);

/** Negative where the first dimension stays inside of the second, positive where they change places, 0 where nothing tells. */
const compare = (a: number, b: number, shape: Shape, operands: readonly (readonly number[])[]): number => {
  for (const strides of operands) {
    const [first, second] = [strides[a] as number, strides[b] as number];
    if (first === 0 || second === 0) continue;
    if (first !== second) return first - second;
    if ((shape[a] as number) > (shape[b] as number)) return 1;
  }
  return 0;
};

/** The dimensions, the innermost first, as the operands lie in memory; the first operand that can tell decides. */
export const orderOf = (shape: Shape, operands: readonly (readonly number[])[]): number[] => {
  const order = shape.map((_, dimension) => shape.length - 1 - dimension);
  for (let index = 1; index < order.length; index++) {
    let place = index;
    for (let other = index - 1; other >= 0; other--) {
      const decision = compare(order[other] as number, order[place] as number, shape, operands);
      if (decision < 0) break;
      if (decision === 0) continue;
      [order[other], order[place]] = [order[place] as number, order[other] as number];
      place = other;
    }
  }
  return order;
};

/** The strides of a tensor of its own in the order of another, as `torch.empty_like` gives them. */
export const stridesLike = ({ shape, strides }: Pick<Tensor, 'shape' | 'strides'>): readonly number[] =>
  isDense({ shape, strides }) ? strides : stridesIn(orderOf(shape, [strides]), shape);
