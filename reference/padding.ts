/** What stands around an input. Source: torch.nn.functional.pad. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import type { Tensor } from './tensor.ts';

/** Where the element outside of an input of the given size is copied from. */
const copied: Readonly<Record<string, (coordinate: number, size: number) => number>> = {
  /** d c b | a b c d | c b a */
  reflect: (i, size) => (i < 0 ? -i : 2 * (size - 1) - i),
  /** a a a | a b c d | d d d */
  replicate: (i, size) => (i < 0 ? 0 : size - 1),
  /** b c d | a b c d | a b c */
  circular: (i, size) => (i < 0 ? i + size : i - size),
};

/** Whether coordinates lie within sizes. */
export const isInside = (position: readonly number[], sizes: readonly number[]): boolean =>
  position.every((i, dimension) => i >= 0 && i < (sizes[dimension] as number));

/**
 * x[n, c, position], also outside of x. Only zeros are padding there: what the other modes put around an input are
 * elements of the input.
 */
export const padded = (
  x: Tensor,
  mode: string,
  { padding }: Arithmetic,
): ((n: number, c: number, position: readonly number[]) => Scalar) => {
  const sizes = x.shape.slice(2);
  const zero = padding(0);
  const copy = copied[mode];
  return (n, c, position) => {
    if (isInside(position, sizes)) return x.at(n, c, ...position);
    if (!copy) return zero;
    const from = position.map((i, dimension) => {
      const size = sizes[dimension] as number;
      return i >= 0 && i < size ? i : copy(i, size);
    });
    return x.at(n, c, ...from);
  };
};
