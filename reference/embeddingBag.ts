/** Rows of a table, put together bag by bag. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import { type Equation, weight } from './definition.ts';
import { type Norm, shortened } from './embedding.ts';
import { fill, indices, type Tensor } from './tensor.ts';

interface Bags {
  readonly mode: 'sum' | 'mean' | 'max';
  readonly include_last_offset: boolean;
  /** Counts from the last row where it is negative. */
  readonly padding_idx: number | null;
}

/** The places of each bag's elements among those of the input: its rows, or from one offset to the next. */
const bagsOf = (
  x: Tensor,
  offsets: Tensor | undefined,
  { include_last_offset }: Bags,
  { value }: Arithmetic,
): readonly number[][] => {
  const starts = offsets
    ? offsets.elements.map(value)
    : Array.from({ length: x.shape[0] as number }, (_, row) => row * (x.shape[1] as number));
  const ends = [...starts.slice(1), x.elements.length];
  const count = offsets && include_last_offset ? starts.length - 1 : starts.length;
  return starts
    .slice(0, count)
    .map((start, bag) => Array.from({ length: (ends[bag] as number) - start }, (_, place) => start + place));
};

/**
 * y[b, e] = Σ_i w[i] W[x[i], e] over the elements i of bag b, their mean, or the largest of them. A row to leave out is added as
 * zero, compared as -∞ and not counted for the mean; where nothing is left the result is 0. Source: torch.nn.EmbeddingBag.
 */
const bags = (
  x: Tensor,
  W: Tensor,
  named: Readonly<Record<string, Tensor>>,
  options: Bags,
  arithmetic: Arithmetic,
): Tensor => {
  const { choose, constant, divide, maximum, multiply, padding, sum, value } = arithmetic;
  const { mode, padding_idx } = options;
  const [rows, columns] = W.shape as [number, number];
  const leftOut = padding_idx === null || padding_idx >= 0 ? padding_idx : rows + padding_idx;
  const places = bagsOf(x, named.offsets, options, arithmetic);
  const isKept = (place: number): boolean => value(x.elements[place] as Scalar) !== leftOut;
  const instead = padding(mode === 'max' ? Number.NEGATIVE_INFINITY : 0);
  return fill([places.length, columns], ([b, e]) => {
    const bag = places[b] as number[];
    const column = Array.from(indices([rows]), ([v]) => W.at(v, e));
    const terms = bag.map((place) => {
      const row = choose(column, value(x.elements[place] as Scalar));
      const term = isKept(place) ? row : instead;
      const factor = named.per_sample_weights?.elements[place];
      return factor ? multiply(factor, term) : term;
    });
    if (terms.length === 0) return constant(0);
    const kept = bag.filter(isKept).length;
    if (mode === 'max') {
      const largest = terms.reduce(maximum);
      return kept === 0 ? constant(0) : largest;
    }
    return mode === 'mean' ? divide(sum(terms), constant(Math.max(kept, 1))) : sum(terms);
  });
};

/** EmbeddingBag, whose table is its own. */
export const EmbeddingBag: Equation<Bags & Norm> = (call, arithmetic) => {
  const { inputs, named, options } = call;
  return [bags(inputs[0], shortened(weight(call, 'weight'), options, arithmetic), named, options, arithmetic)];
};

/** embedding_bag, which is given its table. Source: torch.nn.functional.embedding_bag. */
export const embeddingBag: Equation<Bags> = ({ inputs, named, options }, arithmetic) => [
  bags(inputs[0], inputs[1] as Tensor, named, options, arithmetic),
];
