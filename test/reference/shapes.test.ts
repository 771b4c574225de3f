import { describe, expect, it } from 'vitest';
import { arithmetic } from '../../reference/arithmetic.ts';
import { padded } from '../../reference/padding.ts';
import { fill, indices, tensor } from '../../reference/tensor.ts';
import { slide } from '../../reference/windows.ts';

const { data, value } = arithmetic();

describe('tensors', () => {
  it('are read row by row', () => {
    expect(Array.from(indices([2, 3]), String)).toEqual(['0,0', '0,1', '0,2', '1,0', '1,1', '1,2']);
    expect(Array.from(indices([]))).toEqual([[]]);
    expect(Array.from(indices([2, 0]))).toEqual([]);
    const x = fill([2, 3], ([i, j]) => data(10 * i + j));
    expect(value(x.at(1, 2))).toBe(12);
    expect(x.elements.map(value)).toEqual([0, 1, 2, 10, 11, 12]);
  });

  it.each([[[2, 0]], [[0, 3]], [[0, -1]], [[0]], [[0, 0, 0]], [[]]])('hold nothing at %j of [2, 3]', (index) => {
    const x = fill([2, 3], () => data(0));
    expect(() => x.at(...index)).toThrow(`There is nothing at [${index.join(', ')}] of a tensor of shape [2, 3].`);
  });

  it('have as many elements as their shape says', () => {
    expect(() => tensor([2, 2], [data(0)])).toThrow('A tensor of shape [2, 2] was given 1 elements.');
  });
});

describe('windows', () => {
  const plain = { size: 5, kernel: 2, stride: 2, dilation: 1, before: 0, after: 0 };

  it('slide while they fit', () => {
    expect(slide(plain)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(slide({ ...plain, before: 1, after: 1 })).toEqual([
      [-1, 0],
      [1, 2],
      [3, 4],
    ]);
    expect(slide({ ...plain, dilation: 3, stride: 1 })).toEqual([
      [0, 3],
      [1, 4],
    ]);
    expect(slide({ ...plain, kernel: 6 })).toEqual([]);
  });

  it('reach over the end once in ceil_mode, but do not begin behind the input', () => {
    expect(slide({ ...plain, ceil_mode: true }).at(-1)).toEqual([4, 5]);
    expect(slide({ ...plain, size: 4, ceil_mode: true })).toHaveLength(2);
    expect(slide({ ...plain, size: 3, before: 1, after: 1, ceil_mode: true })).toEqual([
      [-1, 0],
      [1, 2],
    ]);
  });
});

describe('padding', () => {
  it.each([
    ['zeros', [0, 0, 1, 2, 3, 0, 0]],
    ['reflect', [3, 2, 1, 2, 3, 2, 1]],
    ['replicate', [1, 1, 1, 2, 3, 3, 3]],
    ['circular', [2, 3, 1, 2, 3, 1, 2]],
  ])('%s', (mode, expected) => {
    const x = fill([1, 1, 3], ([, , i]) => data(i + 1));
    const read = padded(x, mode, arithmetic());
    expect([-2, -1, 0, 1, 2, 3, 4].map((i) => value(read(0, 0, [i])))).toEqual(expected);
  });
});
