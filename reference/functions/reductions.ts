/** Functions that make one element of many, and those that go along a dimension. Sources: the pages of torch.X. */

import type { Arithmetic, Scalar } from '../arithmetic.ts';
import type { Equation } from '../definition.ts';
import { cat } from '../movement.ts';
import { fill, indices, type Tensor } from '../tensor.ts';
import { number } from './elementwise.ts';

interface Options {
  readonly dim?: number | readonly number[] | null;
  readonly keepdim?: boolean;
  readonly [name: string]: unknown;
}

const front = (dim: number, rank: number): number => (dim < 0 ? dim + Math.max(rank, 1) : dim);

const dimensionsOf = ({ dim = null }: Options, rank: number, noneForEmpty: boolean): readonly number[] => {
  const named = dim === null ? [] : [dim].flat();
  if (named.length === 0 && !(noneForEmpty && dim !== null)) return Array.from({ length: rank }, (_, place) => place);
  return named.map((one) => front(one, rank));
};

type Join = (arithmetic: Arithmetic, terms: readonly Scalar[], options: Options) => readonly Scalar[];

/** One element, and its place where that is returned, for the elements along the dimensions. */
const along =
  (join: Join, noneForEmpty = false): Equation<Options> =>
  ({ options, inputs: [x] }, arithmetic) => {
    const dims = dimensionsOf(options, x.shape.length, noneForEmpty);
    const inner = x.shape.map((size, place) => (dims.includes(place) ? size : 1));
    const kept = x.shape.map((size, place) => (dims.includes(place) ? 1 : size));
    const shape = options.keepdim ? kept : x.shape.filter((_, place) => !dims.includes(place));
    const made = Array.from(indices(kept), (start) =>
      join(
        arithmetic,
        Array.from(indices(inner), (offset) => x.at(...start.map((i, place) => i + (offset[place] as number)))),
        options,
      ),
    );
    const [first] = made as [readonly Scalar[]];
    return first.map((_, output) => {
      const rest = made.map((elements) => elements[output] as Scalar);
      return fill(shape, () => rest.shift() as Scalar);
    });
  };

/** The greatest or least, and where it stands: the first of several. */
const extreme = (arithmetic: Arithmetic, terms: readonly Scalar[], sign: 1 | -1): readonly [Scalar, Scalar] => {
  const { isGreater, data } = arithmetic;
  let [best] = terms as readonly [Scalar];
  let place = 0;
  for (const [index, term] of terms.entries()) {
    if (index === 0 || !(sign === 1 ? isGreater(term, best) : isGreater(best, term))) continue;
    best = term;
    place = index;
  }
  return [best, data(place)];
};

const withPlace =
  (sign: 1 | -1): Join =>
  (arithmetic, terms, { dim }) =>
    extreme(arithmetic, terms, sign).slice(0, dim === null || dim === undefined ? 1 : 2);

/** The variance and the mean that it is taken from. */
const spread = (
  { sum, divide, subtract, multiply, constant }: Arithmetic,
  terms: readonly Scalar[],
  options: Options,
): readonly [Scalar, Scalar] => {
  const { unbiased, correction } = options;
  const lost = correction === null || correction === undefined ? (unbiased === false ? 0 : 1) : number(correction);
  const mean = divide(sum(terms), constant(terms.length));
  const squares = terms.map((term) => {
    const away = subtract(term, mean);
    return multiply(away, away);
  });
  return [divide(sum(squares), constant(Math.max(terms.length - lost, 0))), mean];
};

const norm: Join = (arithmetic, terms, { p }) => {
  const { sum, multiply, squareRoot, absolute, power, constant, maximum, minimum, data, value } = arithmetic;
  const order = p === 'fro' || p === null ? 2 : number(p);
  if (order === 2) return [squareRoot(sum(terms.map((term) => multiply(term, term))))];
  const sizes = terms.map(absolute);
  if (order === Infinity) return [sizes.reduce(maximum)];
  if (order === -Infinity) return [sizes.reduce(minimum)];
  if (order === 0) return [sum(sizes.map((size) => data(Number(value(size) !== 0))))];
  if (order === 1) return [sum(sizes)];
  return [power(sum(sizes.map((size) => power(size, constant(order)))), constant(1 / order))];
};

const cumulative =
  (operation: 'add' | 'multiply'): Equation<Options> =>
  ({ options, inputs: [x] }, arithmetic) => {
    const place = front(options.dim as number, x.shape.length);
    const before = new Map<string, Scalar>();
    return [
      fill(x.shape, (index) => {
        const line = index.toSpliced(place, 1).join(' ');
        const known = before.get(line);
        const made = known ? arithmetic[operation](known, x.at(...index)) : x.at(...index);
        before.set(line, made);
        return made;
      }),
    ];
  };

/** Each element minus the one before it along the dimension, n times in a row. */
const diff: Equation<Options> = ({ options, inputs: [x], named, weights }, arithmetic) => {
  const { n = 1, dim = -1 } = options as { readonly n?: number; readonly dim?: number };
  if (n === 0) return [x];
  const place = front(dim, x.shape.length);
  const { prepend, append } = named;
  const parts = [...(prepend ? [prepend] : []), x, ...(append ? [append] : [])] as [Tensor, ...Tensor[]];
  let [made] = cat({ options: { dim: place }, inputs: parts, named: {}, weights }, arithmetic) as [Tensor];
  for (let step = 0; step < n; step++) {
    const before = made;
    made = fill(before.shape.with(place, (before.shape[place] as number) - 1), (index) =>
      arithmetic.subtract(before.at(...index.with(place, (index[place] as number) + 1)), before.at(...index)),
    );
  }
  return [made];
};

/** The places of the k greatest or least of a list, found one after the other among those that are left. */
const selected = ({ isGreater }: Arithmetic, terms: readonly Scalar[], k: number, isGreatest: boolean): number[] => {
  const left = terms.map((_, place) => place);
  return Array.from({ length: k }, () => {
    let best = 0;
    for (let other = 1; other < left.length; other++) {
      const [a, b] = [terms[left[other] as number] as Scalar, terms[left[best] as number] as Scalar];
      if (isGreatest ? isGreater(a, b) : isGreater(b, a)) best = other;
    }
    return left.splice(best, 1)[0] as number;
  });
};

const selection =
  (outputs: 'both' | 'places', isGreatest: (options: Options) => boolean): Equation<Options> =>
  ({ options, inputs: [x] }, arithmetic) => {
    const place = front((options.dim as number | undefined) ?? -1, x.shape.length);
    const length = x.shape[place] as number;
    const k = (options.k as number | undefined) ?? length;
    const lines = new Map<string, readonly number[]>();
    const shape = x.shape.with(place, k);
    const placeOf = (index: readonly number[]): number => {
      const line = index.with(place, 0).join(' ');
      const known =
        lines.get(line) ??
        selected(
          arithmetic,
          Array.from({ length }, (_, i) => x.at(...index.with(place, i))),
          k,
          isGreatest(options),
        );
      lines.set(line, known);
      return known[index[place] as number] as number;
    };
    const values: Tensor = fill(shape, (index) => x.at(...index.with(place, placeOf(index))));
    const places = fill(shape, (index) => arithmetic.data(placeOf(index)));
    return outputs === 'both' ? [values, places] : [places];
  };

export const reductions: Readonly<Record<string, Equation<Options>>> = {
  all: along(({ data, value }, terms) => [data(Number(terms.map(value).every((term) => term !== 0)))], true),
  amax: along((arithmetic, terms) => [extreme(arithmetic, terms, 1)[0]]),
  amin: along((arithmetic, terms) => [extreme(arithmetic, terms, -1)[0]]),
  any: along(({ data, value }, terms) => [data(Number(terms.map(value).some((term) => term !== 0)))], true),
  argmax: along((arithmetic, terms) => [extreme(arithmetic, terms, 1)[1]]),
  argmin: along((arithmetic, terms) => [extreme(arithmetic, terms, -1)[1]]),
  argsort: selection('places', ({ descending }) => descending === true),
  cumprod: cumulative('multiply'),
  cumsum: cumulative('add'),
  diff,
  logsumexp: along(({ logarithm, sum, exponential }, terms) => [logarithm(sum(terms.map(exponential)))]),
  max: along(withPlace(1)),
  mean: along(({ divide, sum, constant }, terms) => [divide(sum(terms), constant(terms.length))]),
  min: along(withPlace(-1)),
  norm: along(norm),
  prod: along(({ multiply }, terms) => [terms.reduce(multiply)]),
  sort: selection('both', ({ descending }) => descending === true),
  std: along((arithmetic, terms, options) => [arithmetic.squareRoot(spread(arithmetic, terms, options)[0])]),
  std_mean: along((arithmetic, terms, options) => {
    const [variance, mean] = spread(arithmetic, terms, options);
    return [arithmetic.squareRoot(variance), mean];
  }),
  sum: along(({ sum }, terms) => [sum(terms)]),
  topk: selection('both', ({ largest }) => largest !== false),
  var: along((arithmetic, terms, options) => [spread(arithmetic, terms, options)[0]]),
  var_mean: along(spread),
};
