/** Other looks at the same memory, as PyTorch's functions of views give them. */

import { numel, type Shape, type Tensor, viewStrides } from './tensor.ts';

/** The dimensions in another order. */
export const permuted = ({ shape, dtype, strides }: Tensor, order: readonly number[]): Tensor => ({
  shape: order.map((dimension) => shape[dimension] as number),
  dtype,
  strides: order.map((dimension) => strides[dimension] as number),
});

/** Two dimensions exchanged. */
export const transposed = (input: Tensor, a: number, b: number): Tensor => {
  const order = input.shape.map((_, dimension) => dimension);
  if (order.length > 0) [order[a], order[b]] = [b, a];
  return permuted(input, order);
};

/** A tensor without a dimension: one place along it. */
export const selected = ({ shape, dtype, strides }: Tensor, dimension: number): Tensor => ({
  shape: shape.toSpliced(dimension, 1),
  dtype,
  strides: strides.toSpliced(dimension, 1),
});

/** `length` places along a dimension, `step` apart. */
export const narrowed = ({ shape, dtype, strides }: Tensor, dimension: number, length: number, step = 1): Tensor => ({
  shape: shape.with(dimension, length),
  dtype,
  strides: strides.with(dimension, (strides[dimension] as number) * step),
});

/** A dimension of size 1 before the one given. */
export const unsqueezed = ({ shape, dtype, strides }: Tensor, dimension: number): Tensor => ({
  shape: shape.toSpliced(dimension, 0, 1),
  dtype,
  strides: strides.toSpliced(
    dimension,
    0,
    dimension < shape.length ? (shape[dimension] as number) * (strides[dimension] as number) : 1,
  ),
});

/** The tensor repeated along dimensions of size 1 and new ones in front; undefined where a size is another one. Source: torch.Tensor.expand. */
export const expanded = ({ shape, dtype, strides }: Tensor, sizes: readonly number[]): Tensor | undefined => {
  if (sizes.length < shape.length) return undefined;
  const result = { shape: [...sizes], strides: new Array<number>(sizes.length) };
  for (let place = sizes.length - 1; place >= 0; place--) {
    const own = place - (sizes.length - shape.length);
    const size = own >= 0 ? (shape[own] as number) : 1;
    const behind =
      place + 1 < sizes.length ? (result.shape[place + 1] as number) * (result.strides[place + 1] as number) : 0;
    const wanted = sizes[place] === -1 && own >= 0 ? size : (sizes[place] as number);
    if (wanted < 0 || (wanted !== size && size !== 1)) return undefined;
    result.shape[place] = wanted;
    result.strides[place] = wanted !== size ? 0 : own >= 0 ? (strides[own] as number) : behind;
  }
  return { ...result, dtype };
};

/** The wanted shape with its -1 replaced; undefined where the elements do not come out. */
export const resolved = (wanted: readonly number[], from: Shape): Shape | undefined => {
  const known = numel(wanted.filter((size) => size !== -1));
  if (!wanted.includes(-1)) return known === numel(from) ? wanted : undefined;
  if (numel(from) % known !== 0) return undefined;
  return wanted.map((size) => (size === -1 ? numel(from) / known : size));
};

/** The elements under another shape: a view where they lie in order, and undefined where only a copy can. */
export const viewed = (input: Tensor, shape: Shape): Tensor | undefined => {
  const strides = viewStrides(input, shape);
  return strides && { shape, dtype: input.dtype, strides };
};
