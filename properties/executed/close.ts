/** How far numbers may lie apart that were added up in different orders. */

import type { Numbers } from '../../reference/index.ts';

/** Relative to the larger one, or to 1 where sums near 0 have cancelled. */
export const tolerance = 1e-12;

/** The largest distance of two tensors' elements, relative to them; NaN where the shapes differ or one number alone is not finite. */
export const distance = (a: Numbers, b: Numbers): number => {
  if (a.shape.length !== b.shape.length || a.shape.some((size, dimension) => size !== b.shape[dimension]))
    return Number.NaN;
  return a.data.reduce((largest, x, index) => {
    const y = b.data[index] as number;
    const apart = Object.is(x, y) || x === y ? 0 : Math.abs(x - y) / Math.max(1, Math.abs(x), Math.abs(y));
    return apart > largest || Number.isNaN(apart) ? apart : largest;
  }, 0);
};
