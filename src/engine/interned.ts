/** Tensors as keys: those that are alike are one object, whichever values of a network they are. */

import { remembered } from './remembered.ts';
import type { Tensor } from './tensor.ts';

const known = remembered<number, Tensor[]>();

const isSame = (a: readonly number[], b: readonly number[]): boolean => {
  for (let place = 0; place < a.length; place++) if (a[place] !== b[place]) return false;
  return a.length === b.length;
};

/** A number that tensors have in common that are alike. */
const numberOf = ({ shape, strides }: Tensor): number => {
  let sum = shape.length;
  for (const size of shape) sum = (Math.imul(sum, 31) + size) | 0;
  for (const step of strides) sum = (Math.imul(sum, 31) + step) | 0;
  return sum;
};

/** The one tensor that stands for all of this shape, type and order in memory. */
export const interned = (tensor: Tensor): Tensor => {
  const { shape, strides, dtype, learnt } = tensor;
  const key = numberOf(tensor);
  const alike = known.get(key) ?? [];
  for (const one of alike)
    if (one.dtype === dtype && one.learnt === learnt && isSame(one.shape, shape) && isSame(one.strides, strides))
      return one;
  const made: Tensor = { shape, dtype, strides, ...(learnt ? { learnt } : {}) };
  known.set(key, [...alike, made]);
  return made;
};
