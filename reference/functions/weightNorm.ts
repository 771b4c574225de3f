import type { Scalar } from '../arithmetic.ts';
import type { Equation } from '../definition.ts';
import { fill, indices, type Tensor } from '../tensor.ts';

/** w = g v / |v|, with a norm for each place along a dimension, or one for all where it is -1. Source: arXiv:1602.07868, equation 2. */
export const weightNorm: Equation<{ dim: number }> = ({ options: { dim }, inputs }, arithmetic) => {
  const [v, g] = inputs as unknown as [Tensor, Tensor];
  const { multiply, sum, squareRoot, divide } = arithmetic;
  const kept = dim < -1 ? dim + v.shape.length : dim;
  const placeOf = (index: readonly number[]): readonly number[] =>
    kept === -1 ? [] : index.map((place, at) => (at === kept ? place : 0));
  const squares = new Map<string, Scalar[]>();
  for (const index of indices(v.shape)) {
    const place = placeOf(index).join();
    squares.set(place, [...(squares.get(place) ?? []), multiply(v.at(...index), v.at(...index))]);
  }
  const factors = new Map(
    [...squares].map(([place, terms]) => {
      const at = place === '' ? [] : place.split(',').map(Number);
      return [place, divide(g.at(...at), squareRoot(sum(terms)))] as const;
    }),
  );
  return [
    fill(v.shape, (index: readonly number[]) => multiply(v.at(...index), factors.get(placeOf(index).join()) as Scalar)),
  ];
};
