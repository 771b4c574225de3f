/** Tensors as the engine knows them: a shape, an element type and the order in memory; never any data. */

import { type Exact, times } from './exact.ts';
import { channelsInnermost, isContiguousChannelsLast, isDense, stridesIn, stridesLike } from './strides.ts';

export type Shape = readonly number[];

/** Bytes of one element, by PyTorch's names of element types. */
export const bytesOf = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
} as const;

export type Dtype = keyof typeof bytesOf;

export const isFloating = (dtype: Dtype): boolean => dtype.includes('float');
export const isInteger = (dtype: Dtype): boolean => dtype.includes('int');

export interface Tensor {
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** Elements to step in memory for one step in each dimension, as `torch.Tensor.stride()`. */
  readonly strides: readonly number[];
  /** A parameter that is learnt, or a view of one: PyTorch lets nothing be written over it. */
  readonly learnt?: true;
}

/** Number of elements: the product of the dimensions, 1 for a scalar. */
export const numel = (shape: Shape): number => {
  let product = 1;
  for (const size of shape) product *= size;
  return product;
};

/** Bytes of all elements. */
export const bytesIn = ({ shape, dtype }: Tensor): Exact => times(numel(shape), bytesOf[dtype]);

export const contiguousStrides = (shape: Shape): number[] => {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
    strides[dimension] = step;
    step *= Math.max(shape[dimension] as number, 1);
  }
  return strides;
};

/** A tensor laid out row by row, as most layers return it. */
export const tensor = (shape: Shape, dtype: Dtype = 'float32'): Tensor => ({
  shape,
  dtype,
  strides: contiguousStrides(shape),
});

/** As `torch.Tensor.is_contiguous()`: dimensions of size 1 do not matter. */
export const isContiguous = ({ shape, strides }: Tensor): boolean => {
  let step = 1;
  for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
    const size = shape[dimension] as number;
    if (size !== 1 && strides[dimension] !== step) return false;
    step *= size;
  }
  return true;
};

/**
 * The strides with which `to` can look at the memory of `from`, or undefined where only a copy can.
 * Source: the rule stated for `torch.Tensor.view`: dimensions may be merged only where they lie one behind the other.
 */
export const viewStrides = (from: Tensor, to: Shape): number[] | undefined => {
  if (numel(from.shape) === 0) return contiguousStrides(to);
  const strides = new Array<number>(to.length);
  let target = to.length - 1;
  let last = from.shape.length - 1;
  let base = last >= 0 ? (from.strides[last] as number) : 1;
  let chunk = 1;
  let taken = 1;
  for (let dimension = last; dimension >= 0; dimension--) {
    chunk *= from.shape[dimension] as number;
    const isChunkEnd =
      dimension === 0 || (from.shape[dimension - 1] !== 1 && from.strides[dimension - 1] !== chunk * base);
    if (!isChunkEnd) continue;
    while (target >= 0 && (taken < chunk || to[target] === 1)) {
      strides[target] = taken * base;
      taken *= to[target] as number;
      target--;
    }
    if (taken !== chunk) return undefined;
    last = dimension - 1;
    if (last >= 0) {
      base = from.strides[last] as number;
      chunk = 1;
      taken = 1;
    }
  }
  while (target >= 0) {
    if (to[target] !== 1) return undefined;
    strides[target] = base;
    target--;
  }
  return strides;
};

/** The result of an elementwise function of one tensor: it keeps the order in memory of the tensor it was computed from. */
export const alike = (from: Tensor, dtype: Dtype = from.dtype): Tensor => {
  const { shape } = from;
  if (isContiguous(from)) return tensor(shape, dtype);
  const isLast = shape.length === 4 && isContiguousChannelsLast(from);
  return { shape, dtype, strides: isLast ? stridesIn(channelsInnermost(shape), shape) : stridesLike(from) };
};

/**
 * Whether the channels of a batch of images or volumes lie innermost in memory: PyTorch's memory format `channels_last`, by
 * strides alone. Source: c10/core/MemoryFormat.h, is_channels_last_strides_2d and _3d.
 */
export const isChannelsLast = ({ shape, strides }: Tensor): boolean => {
  if (shape.length !== 4 && shape.length !== 5) return false;
  if (strides[1] === 0) return false;
  let least = 0;
  for (const dimension of channelsInnermost(shape)) {
    const stride = strides[dimension] as number;
    if (stride < least) return false;
    // Without room for channels the order cannot be told; PyTorch then says that they do not lie innermost.
    if (dimension === 0 && least === strides[1]) return false;
    least = stride * Math.max(shape[dimension] as number, 1);
  }
  return true;
};

/** A tensor of images or volumes whose channels lie innermost in memory. */
export const channelsLast = (shape: Shape, dtype: Dtype): Tensor => {
  const [N, C, ...sizes] = shape as [number, number, ...number[]];
  const [batch, ...rest] = contiguousStrides([N, ...sizes, C]);
  const channels = rest.pop() as number;
  return { shape, dtype, strides: [batch as number, channels, ...rest] };
};

/** A result with its channels innermost in memory where those of the layer's input are, else row by row. */
export const laidOutAs = (input: Tensor, shape: Shape, dtype: Dtype = input.dtype): Tensor =>
  isChannelsLast(input) ? channelsLast(shape, dtype) : tensor(shape, dtype);

/** A copy as `torch.clone` makes it: strides stay where there are no gaps, else the order of the dimensions does. */
export const cloned = (from: Tensor): Tensor => (isDense(from) ? from : alike(from));
