/** Tensors as keys: those that are alike are one object, whichever values of a network they are. */

import { remembered } from './remembered.ts';
import type { Tensor } from './tensor.ts';

const known = remembered<string, Tensor>();

/** The one tensor that stands for all of this shape, type and order in memory. */
export const interned = (tensor: Tensor): Tensor => {
  const { shape, strides, dtype, learnt } = tensor;
  const text = `${learnt === true ? 'learnt ' : ''}${dtype} ${shape.join()} ${strides.join()}`;
  return known.get(text) ?? known.set(text, { shape, dtype, strides, ...(learnt ? { learnt } : {}) });
};
