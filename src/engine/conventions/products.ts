/** What tools have in common that count the products of matrices which PyTorch calls. */

import type { Reason } from '../convention.ts';
import type { LeafCall } from '../shapes.ts';
import type { Tensor } from '../tensor.ts';
import { transposed } from '../views.ts';

/** Whether all dimensions but the last can be looked at as one; one of a single element never stands in the way. */
export const isFoldable = ({ shape, strides }: Tensor): boolean => {
  const places = [...shape.keys()].slice(0, -1).filter((place) => shape[place] !== 1);
  return places.slice(1).every((place, before) => {
    const outer = places[before] as number;
    return strides[outer] === (strides[place] as number) * (shape[place] as number);
  });
};

/**
 * 1 as `matrices` where torch.matmul calls a product of matrices, and 0 where it calls one of a vector: a vector with a
 * vector, a matrix on its left, or more dimensions that can be looked at as a matrix, or are made one where the vector is learnt.
 * Source: torch 2.15, aten/src/ATen/native/LinearAlgebra.cpp.
 */
export const byMatrices = ({ inputs, given }: Pick<LeafCall, 'inputs' | 'given'>): { readonly matrices: number } => {
  const [a, b] = inputs as unknown as [Tensor, Tensor];
  const [left, right] = [a.shape.length, b.shape.length];
  const isLearnt = (place: number): boolean => given.values[place]?.isLearning === true;
  if (right === 1) return { matrices: left > 2 && !isFoldable(a) && !isLearnt(1) ? 1 : 0 };
  if (left === 1 && right > 2)
    return { matrices: isFoldable(transposed(b, right - 2, right - 1)) || isLearnt(0) ? 0 : 1 };
  return { matrices: 1 };
};

/** For torch.einsum. */
export const pairwise = (source: string): Reason => ({
  because:
    'It counts the products of matrices by which PyTorch contracts, two operands at a time, and not the nest of loops that the equation says.',
  source,
});
