import type { Scalar } from '../arithmetic.ts';
import type { Equation } from '../definition.ts';
import { fill, indices, type Tensor } from '../tensor.ts';
import { broadcast, repeated } from './elementwise.ts';

/** w = g v / |v|, with a norm for each place along a dimension, or one for all where it is -1. Source: arXiv:1602.07868, equation 2. */
export const weightNorm: Equation<{ dim: number }> = ({ options: { dim }, inputs }, arithmetic) => {
  const [v, g] = inputs as unknown as [Tensor, Tensor];
  const { multiply, sum, squareRoot, divide } = arithmetic;
  const kept = dim < -1 ? dim + v.shape.length : dim;
  const isKept = (at: number): boolean => at === kept;
  const squares = new Map<string, Scalar[]>();
  const placeOf = (index: readonly number[]) => index.map((place, at) => (isKept(at) ? place : 0)).join();
  for (const index of indices(v.shape)) {
    const terms = squares.get(placeOf(index)) ?? [];
    squares.set(placeOf(index), [...terms, multiply(v.at(...index), v.at(...index))]);
  }
  const shape = dim === -1 ? [] : v.shape.map((size, at) => (isKept(at) ? size : 1));
  const lengths = fill(shape, (index: readonly number[]) => {
    const place = dim === -1 ? v.shape.map(() => 0) : index;
    return squareRoot(sum(squares.get(placeOf(place)) as Scalar[]));
  });
  const factors = fill(broadcast([g, lengths]), (index) => divide(repeated(g, index), repeated(lengths, index)));
  return [fill(broadcast([v, factors]), (index) => multiply(repeated(v, index), repeated(factors, index)))];
};
