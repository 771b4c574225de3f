/** Scaled dot-product attention and what it is made of. Source: torch.nn.functional.scaled_dot_product_attention. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { fill, type Tensor } from './tensor.ts';

export type Vector = readonly Scalar[];
/** What is added to the score of query l and key s. */
export type Mask = (l: number, s: number) => Scalar;

/** Of one head: scale · q · k for each query and key. */
export const scores = (
  q: readonly Vector[],
  k: readonly Vector[],
  scale: number,
  { constant, multiply, sumOfProducts }: Arithmetic,
): Vector[] =>
  q.map((row) =>
    k.map((column) => {
      const products = row.map((element, e) => [element, column[e] as Scalar] as const);
      return multiply(sumOfProducts(products), constant(scale));
    }),
  );

/** The softmax of each row of scores, with the masks added to them one after the other. */
export const weightsOf = (
  rows: readonly Vector[],
  masks: readonly Mask[],
  { add, divide, exponential, sum }: Arithmetic,
): Vector[] =>
  rows.map((row, l) => {
    const exponentials = row.map((score, s) =>
      exponential(masks.reduce((masked, mask) => add(masked, mask(l, s)), score)),
    );
    const total = sum(exponentials);
    return exponentials.map((each) => divide(each, total));
  });

/** Of one head: the values of all keys, weighted. */
export const mixed = (weights: readonly Vector[], v: readonly Vector[], { sumOfProducts }: Arithmetic): Vector[] =>
  weights.map((row) =>
    (v[0] as Vector).map((_, e) => sumOfProducts(row.map((w, s) => [w, v[s]?.[e] as Scalar] as const))),
  );

/** A row in which every key is masked has the weights 0 and not 0 / 0. */
export const nothingWhereAllIsMasked = (weights: readonly Vector[], { data, value }: Arithmetic): Vector[] =>
  weights.map((row) => (row.every((each) => Number.isNaN(value(each))) ? row.map(() => data(0)) : row));

/** 0 where the key may be seen and -∞ where it may not, or the mask's own number. `seen` is what true means. */
export const maskAt = (mask: Tensor, index: readonly number[], seen: boolean, { data, value }: Arithmetic): Scalar => {
  const given = mask.at(...index);
  if (mask.dtype !== 'bool') return given;
  return data((value(given) !== 0) === seen ? 0 : Number.NEGATIVE_INFINITY);
};

/** The key comes no later than the query. */
export const causal =
  ({ constant }: Arithmetic): Mask =>
  (l, s) =>
    constant(s <= l ? 0 : Number.NEGATIVE_INFINITY);

const numberOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** The size that each dimension has in any of the shapes, counted from the last. */
const broadcast = (...shapes: readonly (readonly number[])[]): number[] => {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, d) =>
    Math.max(...shapes.map((shape) => shape[d - rank + shape.length] ?? 1)),
  );
};

/** The place in a shape that is repeated along the dimensions of a larger one. */
const within = (index: readonly number[], shape: readonly number[]): number[] =>
  shape.map((size, d) => (size === 1 ? 0 : (index[d + index.length - shape.length] as number)));

/** Every index of a shape with its number. */
const each = <Made>(shape: readonly number[], make: (index: readonly number[]) => Made): Made[] =>
  Array.from({ length: numberOf(shape) }, (_, place) => {
    let left = place;
    return make(
      shape.map((__, d) => {
        const step = numberOf(shape.slice(d + 1));
        const at = Math.floor(left / step);
        left -= at * step;
        return at;
      }),
    );
  });

interface Options {
  readonly is_causal: boolean;
  readonly scale: number | null;
  readonly enable_gqa: boolean;
}

/** softmax(scale · Q Kᵀ + mask) V, heads by heads; with enable_gqa several heads of queries share one of keys and values. */
export const scaledDotProductAttention: Equation<Options> = ({ options, inputs, named }, arithmetic) => {
  const [query, key, value] = inputs as unknown as readonly [Tensor, Tensor, Tensor];
  const [L, E] = query.shape.slice(-2) as [number, number];
  const mask = named.attn_mask;
  const queries = query.shape.slice(0, -2);
  const share = (of: Tensor): number =>
    options.enable_gqa ? (queries.at(-1) as number) / (of.shape.at(-3) as number) : 1;
  const lead = (of: Tensor): number[] =>
    of.shape.slice(0, -2).map((n, d, all) => (d === all.length - 1 ? n * share(of) : n));
  /** The matrix of a tensor at an index of batch and heads. */
  const matrix = (of: Tensor, index: readonly number[]): Vector[] => {
    const at = within(index, lead(of)).map((i, d, all) => (d === all.length - 1 ? Math.floor(i / share(of)) : i));
    const [rows, columns] = of.shape.slice(-2) as [number, number];
    return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => of.at(...at, r, c)));
  };

  const ofScores = broadcast(queries, lead(key));
  const raw = each(ofScores, (index) =>
    scores(matrix(query, index), matrix(key, index), options.scale ?? 1 / Math.sqrt(E), arithmetic),
  );
  const flat = (index: readonly number[], shape: readonly number[]): number =>
    within(index, shape).reduce((place, i, d) => place * (shape[d] as number) + i, 0);

  const weights = each(ofScores, (index) => {
    const given: Mask[] = mask
      ? [(l, s) => maskAt(mask, within([...index, l, s], mask.shape), true, arithmetic)]
      : options.is_causal
        ? [causal(arithmetic)]
        : [];
    const rows = weightsOf(raw[flat(index, ofScores)] as Vector[], given, arithmetic);
    return nothingWhereAllIsMasked(rows, arithmetic);
  });

  const ofOutput = broadcast(ofScores, lead(value));
  const output = each(ofOutput, (index) =>
    mixed(weights[flat(index, ofScores)] as Vector[], matrix(value, index), arithmetic),
  );
  return [
    fill([...ofOutput, L, value.shape.at(-1) as number], (index) => {
      const [l, e] = index.slice(-2) as [number, number];
      return output[flat(index.slice(0, -2), ofOutput)]?.[l]?.[e] as Scalar;
    }),
  ];
};
