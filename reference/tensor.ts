/** Tensors of scalars that cannot be computed with but through an Arithmetic. */

import type { Scalar } from './arithmetic.ts';

/** Numbers of a tensor, row by row. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  /** Where they are truth values: 1 and 0. */
  readonly dtype?: 'bool' | undefined;
}

export interface Tensor {
  readonly shape: readonly number[];
  /** The elements, row by row. */
  readonly elements: readonly Scalar[];
  readonly dtype?: 'bool' | undefined;
  /** The element at an index, counted from 0 in each dimension; throws RangeError outside of the tensor. */
  readonly at: (...index: readonly number[]) => Scalar;
}

const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** A tensor of the elements given, row by row; throws RangeError where they are not as many as the shape says. */
export const tensor = (shape: readonly number[], elements: readonly Scalar[], dtype?: Tensor['dtype']): Tensor => {
  if (elements.length !== product(shape))
    throw new RangeError(`A tensor of shape [${shape.join(', ')}] was given ${elements.length} elements.`);
  const at = (...index: readonly number[]): Scalar => {
    let place = index.length === shape.length ? 0 : Number.NaN;
    for (const [dimension, size] of shape.entries()) {
      const i = index[dimension] as number;
      place = i >= 0 && i < size ? place * size + i : Number.NaN;
    }
    const found = elements[place];
    if (!found)
      throw new RangeError(`There is nothing at [${index.join(', ')}] of a tensor of shape [${shape.join(', ')}].`);
    return found;
  };
  return { shape, elements, dtype, at };
};

/** The same length as T, of plain numbers. */
type Index<T extends readonly number[]> = { -readonly [Dimension in keyof T]: number };

/** Every index of a shape, row by row: one for a scalar, whose index is empty. */
export function* indices<const T extends readonly number[]>(shape: T): Generator<Index<T>> {
  const index = new Array<number>(shape.length).fill(0);
  for (let count = product(shape); count > 0; count--) {
    yield [...index] as unknown as Index<T>;
    for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
      index[dimension] = (index[dimension] as number) + 1;
      if ((index[dimension] as number) < (shape[dimension] as number)) break;
      index[dimension] = 0;
    }
  }
}

/** A tensor whose element at each index is what `element` says. */
export const fill = <const T extends readonly number[]>(shape: T, element: (index: Index<T>) => Scalar): Tensor =>
  tensor(shape, Array.from(indices(shape), element));
