/** Where elements lie in memory, sizes of 1 among them: strides as torch 2.15 gives them, asked once. */

import { describe, expect, it } from 'vitest';
import { elementwise } from '../../src/engine/elementwise.ts';
import { isDense, orderOf } from '../../src/engine/strides.ts';
import { alike, type Dtype, type Tensor, tensor, viewStrides } from '../../src/engine/tensor.ts';
import { expanded, resolved, transposed, unsqueezed } from '../../src/engine/views.ts';

/** Sizes or strides as text: `2 3`. */
const list = (text: string): readonly number[] => text.split(' ').filter(Boolean).map(Number);

/** A tensor of its sizes, its strides and its type, as text: `2 3: 3 1`. */
const lying = (text: string): Tensor => {
  const [shape = '', strides = '', dtype = 'float32'] = text.split(':');
  return { shape: list(shape), strides: list(strides), dtype: dtype.trim() as Dtype };
};

describe('the result of an elementwise function', () => {
  it.each<[string, ...string[]]>([
    ['4 1 2 2', '1 2 2 1: 2 1 2 2'],
    ['4 1 2 4', '1 2 2 1: 2 1 2 2', '1 2 2 1: 4 2 1 2'],
    ['2 1 1', '2 1 2: 0 1 1'],
    ['1 1', '1: 1', '1 3: 1 1'],
    ['2 1', '1 2: 1 1'],
    ['1 1', '1 2: 3 3'],
    ['1 1', '3 1: 1 9'],
    ['1 1 1 2 4', '1 2 1 2 1: 1 1 1 2 4'],
    ['1 24 4 2', '2 1 2 2: 1 24 4 2'],
    ['6 1 2 2', '3 2 3 1: 6 1 2 1'],
    ['2 1 1', '1 2 1: 1 0 1'],
    ['6 2 1 2', '1 3 2 1: 0 0 3 1: int64', '1 3 2 1: 1 1 3 18'],
    ['4 2 1', '3 1 2: 1 1 3', '3 2 1: 1 0 1: int64'],
    ['3 1', '3 3: 1 1'],
  ])('lies as %s', (strides, ...given) => {
    const operands = given.map(lying);
    expect(elementwise(operands, 'float32').strides).toEqual(list(strides));
    if (operands.length === 1) expect(alike(operands[0] as Tensor).strides).toEqual(list(strides));
  });

  it('takes no short way where a number takes part', () => {
    const operand = lying('1 3: 1 1');
    expect(elementwise([operand], 'float32', { scalars: true }).strides).toEqual([1, 1]);
    expect(elementwise([operand], 'float32').strides).toEqual([3, 1]);
  });
});

describe('an order in memory', () => {
  it('is dense where no place is left out or shared, whatever steps sizes of 1 have', () => {
    for (const text of ['', '2 3: 3 1', '2 3: 1 2', '2 3 4: 1 8 2', '2 1 3: 3 7 1'])
      expect([text, isDense(lying(text))]).toEqual([text, true]);
    for (const text of ['2 3: 6 2', '2 3: 0 1', '2 3: 4 1', '3: 2'])
      expect([text, isDense(lying(text))]).toEqual([text, false]);
  });

  it('keeps dimensions of equal steps unless the inner one is the larger', () => {
    expect(orderOf([3, 3], [[1, 1]])).toEqual([1, 0]);
    expect(orderOf([2, 3], [[1, 1]])).toEqual([0, 1]);
    expect(orderOf([3, 2], [[1, 1]])).toEqual([1, 0]);
  });
});

describe('a view', () => {
  it.each<[string, string, string | undefined]>([
    ['3: 1', '1 3', '3 1'],
    ['3: 1', '3 1', '1 1'],
    ['', '1 1', '1 1'],
    ['3: 2', '3 1', '2 2'],
    ['0 4: 4 1', '2 0', '1 1'],
    ['2 1 3: 3 3 1', '1 6 1', '6 1 1'],
    ['3 2: 1 3', '6', undefined],
    ['', '2', undefined],
  ])('of %s as %s has strides %s', (from, to, strides) => {
    expect(viewStrides(lying(from), list(to))).toEqual(strides === undefined ? undefined : list(strides));
  });

  it.each([
    ['3: 1', '1 3', '1 3: 3 1'],
    ['3: 1', '2 3', '2 3: 0 1'],
    ['', '1', '1: 0'],
    ['', '1 1', '1 1: 0 0'],
    ['1: 1', '0', '0: 0'],
    ['2 3: 3 1', '1 1 -1 3', '1 1 2 3: 6 6 3 1'],
    ['3 2: 1 3', '1 3 2', '1 3 2: 3 1 3'],
  ])('of %s repeated to %s is %s', (from, sizes, result) => {
    expect(expanded(lying(from as string), list(sizes as string))).toEqual(lying(result as string));
  });

  it('is none where sizes do not fit', () => {
    for (const sizes of [[4], [-1, 3], [-2], []]) expect(expanded(tensor([3]), sizes)).toBeUndefined();
    expect(resolved([-1, 4], [6])).toBeUndefined();
    expect(resolved([-1, 3], [6])).toEqual([2, 3]);
  });

  it('has a dimension more at any place, and of a number no two to exchange', () => {
    const added = [0, 1, 2].map((place) => unsqueezed(tensor([2, 3]), place).strides);
    expect(added).toEqual([
      [6, 3, 1],
      [3, 3, 1],
      [3, 1, 1],
    ]);
    expect(unsqueezed(tensor([]), 0).strides).toEqual([1]);
    expect(transposed(tensor([]), 0, 0)).toEqual(tensor([]));
  });
});
