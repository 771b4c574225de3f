import type { LeafCall } from '../shapes.ts';

/** Elements of the largest shape of two, aligned at the left as some tools align them. */
export const leftAligned = ({ inputs: [a, b] }: LeafCall): number => {
  const left = a.shape;
  const right = b?.shape ?? [];
  let product = 1;
  for (let index = 0; index < Math.max(left.length, right.length); index++)
    product *= Math.max(left[index] ?? 1, right[index] ?? 1);
  return product;
};
