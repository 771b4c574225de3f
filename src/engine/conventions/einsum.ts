/** What numpy.einsum_path says of an equation, which several tools read. Source: numpy 2.4, numpy/_core/einsumfunc.py. */

import { type Contraction, contractionOf, sizesOf } from '../contraction.ts';
import { scientific } from '../pythonFormat.ts';
import type { LeafCall } from '../shapes.ts';

type Labels = ReadonlySet<string>;
type Sizes = ReadonlyMap<string, number>;

const elements = (labels: Iterable<string>, sizes: Sizes): bigint => {
  let all = 1n;
  for (const label of labels) all *= BigInt(sizes.get(label) as number);
  return all;
};

interface Step {
  readonly cost: bigint;
  readonly result: Labels;
  readonly rest: readonly Labels[];
}

/** Contracts the operands at these places: its cost, its result, and what is left, the result last. */
const contract = (places: readonly number[], operands: readonly Labels[], output: Labels, sizes: Sizes): Step => {
  const chosen = operands.filter((_, place) => places.includes(place));
  const others = operands.filter((_, place) => !places.includes(place));
  const all = new Set(chosen.flatMap((labels) => [...labels]));
  const wanted = new Set([...output, ...others.flatMap((labels) => [...labels])]);
  const result = new Set([...all].filter((label) => wanted.has(label)));
  const factor = Math.max(1, places.length - 1) + (result.size < all.size ? 1 : 0);
  return { cost: elements(all, sizes) * BigInt(factor), result, rest: [...others, result] };
};

interface Path {
  readonly cost: bigint;
  readonly rest: readonly Labels[];
}

const cheapest = (paths: readonly Path[]): Path => paths.reduce((best, path) => (path.cost < best.cost ? path : best));

/** The least cost over all orders of contracting two operands at a time, with no result larger than `limit`. */
const bestOrder = (operands: readonly Labels[], output: Labels, sizes: Sizes, limit: bigint): bigint => {
  let paths: readonly Path[] = [{ cost: 0n, rest: operands }];
  for (let count = operands.length; count > 1; count--) {
    const next = paths.flatMap(({ cost, rest }) =>
      rest.flatMap((_, first) =>
        rest.slice(first + 1).flatMap((__, offset): Path[] => {
          const step = contract([first, first + 1 + offset], rest, output, sizes);
          return elements(step.result, sizes) > limit ? [] : [{ cost: cost + step.cost, rest: step.rest }];
        }),
      ),
    );
    if (next.length === 0) {
      const { cost, rest } = cheapest(paths);
      return cost + contract([...rest.keys()], rest, output, sizes).cost;
    }
    paths = next;
  }
  return cheapest(paths).cost;
};

const optimized = ({ operands, output }: Contraction, sizes: Sizes): bigint => {
  const sets = operands.map((labels) => new Set(labels));
  const out = new Set(output);
  const labels = new Set(operands.flat());
  const isWhole = operands.length < 3 || labels.size === out.size;
  if (isWhole) return 1n + contract([...sets.keys()], sets, out, sizes).cost;
  const limit = [...operands, output].map((each) => elements(each, sizes)).reduce((a, b) => (a > b ? a : b));
  return 1n + bestOrder(sets, out, sizes, limit);
};

/** The "optimized FLOP count" that numpy prints with four digits, read back, as the symbol `contracted`. */
export const einsumCost = ({ options, inputs }: LeafCall): { readonly contracted: number } => {
  const contraction = contractionOf(options.equation as string, inputs) as Contraction;
  const cost = optimized(contraction, sizesOf(contraction, inputs) as Sizes);
  return { contracted: Number(scientific(Number(cost), 3)) };
};

/** Whether an equation has more labels than there are small letters. */
export const tooManyLabels = (equation: string): boolean => new Set(equation.match(/[A-Za-z]/g)).size > 26;
