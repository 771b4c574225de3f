/** Equations of torch.einsum: their labels, and the matrix products by which PyTorch contracts several operands. */

import { describe, expect, it } from 'vitest';
import { contractionOf, labelsOf, pairwiseMacs, sizesOf } from '../../src/engine/contraction.ts';
import { contiguousStrides, type Tensor } from '../../src/engine/tensor.ts';

const tensors = (...shapes: readonly (readonly number[])[]) =>
  shapes.map((shape): Tensor => ({ shape, dtype: 'float32', strides: contiguousStrides(shape) })) as [
    Tensor,
    ...Tensor[],
  ];

/** The products of an equation, which must fit. */
const macs = (equation: string, ...shapes: readonly (readonly number[])[]): number => {
  const inputs = tensors(...shapes);
  const contraction = contractionOf(equation, inputs);
  const sizes = contraction && sizesOf(contraction, inputs);
  if (!contraction || !(sizes instanceof Map)) throw new Error(`${equation} does not fit.`);
  return pairwiseMacs(contraction, sizes);
};

describe('the labels of an operand', () => {
  it('are its letters, and numbers from the last for what an ellipsis covers', () => {
    expect(labelsOf('ij', 2)).toEqual(['i', 'j']);
    expect(labelsOf('a...Z', 4)).toEqual(['a', '2', '1', 'Z']);
    expect(labelsOf('...', 0)).toEqual([]);
  });

  it.each([
    ['ij', 3],
    ['i.j', 3],
    ['i-j', 3],
    ['...i...', 2],
    ['1...', 2],
    ['...2', 2],
    ['i...j', 1],
    ['a1', 2],
  ])('are none where they do not fit', (text, rank) => {
    expect(labelsOf(text as string, rank as number)).toBeUndefined();
  });
});

describe('an equation', () => {
  it('without an arrow returns what occurs once, in the order of the alphabet behind the ellipsis', () => {
    expect(contractionOf('...bj,...ja', tensors([5, 2, 3], [3, 4]))?.output).toEqual(['1', 'a', 'b']);
  });

  it.each([
    ['ij,jk->ik', [[2, 3]]],
    ['ij->i->j', [[2, 3]]],
    ['ij->ii', [[2, 3]]],
    ['ij->k', [[2, 3]]],
    ['ijk->i', [[2, 3]]],
  ])('is none where it does not fit', (equation, shapes) => {
    expect(contractionOf(equation as string, tensors(...(shapes as number[][])))).toBeUndefined();
  });

  it('is none for more operands than there are', () => {
    expect(contractionOf('ij,jk', tensors([2, 3]))).toBeUndefined();
    expect(contractionOf('', tensors([], []))).toBeUndefined();
  });
});

describe('the products of matrices', () => {
  it('are those of the two operands of a matrix product', () => {
    expect(macs('ij,jk->ik', [2, 3], [3, 5])).toBe(2 * 3 * 5);
    expect(macs('bij,bjk->bik', [7, 2, 3], [7, 3, 5])).toBe(7 * 2 * 3 * 5);
  });

  it('are made of two operands at a time', () => {
    expect(macs('ij,jk,kl->il', [2, 3], [3, 5], [5, 11])).toBe(2 * 3 * 5 + 2 * 5 * 11);
    // k is needed again by the third operand and so not summed in the first product.
    expect(macs('ij,jk,jk->ik', [2, 3], [3, 5], [3, 5])).toBe(2 * 3 * 5);
  });

  it('do not count what one operand alone has and nobody needs, which is summed before', () => {
    expect(macs('ijm,jk->ik', [2, 3, 13], [3, 5])).toBe(2 * 3 * 5);
    expect(macs('ij,jkm->ik', [2, 3], [3, 5, 13])).toBe(2 * 3 * 5);
  });

  it('are none where nothing is summed over both', () => {
    expect(macs('i,j->ij', [2], [3])).toBe(0);
    expect(macs('ij,ij->ij', [2, 3], [2, 3])).toBe(0);
    expect(macs('ij->i', [2, 3])).toBe(0);
    // A size of 1 is broadcast, and no product sums over it.
    expect(macs('ij,jk->ik', [2, 1], [1, 5])).toBe(0);
  });
});
