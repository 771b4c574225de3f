/** What the integer inputs of a network must be, by what its layers say of them. */

import type { Call } from '../../src/engine/call.ts';
import type { LeafCall } from '../../src/engine/index.ts';
import type { IndexBound } from '../../src/engine/signature.ts';

type Leaves = ReadonlyMap<string, LeafCall>;

const inOrder = (calls: readonly Call[]): Call[] => calls.flatMap((call) => [...inOrder(call.body ?? []), call]);

/** What a call says of its own arguments. */
const ownBounds = (call: Call, leaf: LeafCall): (readonly [string | undefined, IndexBound])[] =>
  Object.entries(leaf.definition.indices(leaf.options, leaf.inputs, leaf.named)).map(([argument, bound]) => [
    call.named[argument] ?? call.inputs[leaf.definition.forward.tensors.indexOf(argument)],
    bound,
  ]);

/** The stricter of two bounds: zeros alone are both places of parts and indices of another kind. */
const stricter = (one: IndexBound, other: IndexBound | undefined): IndexBound => {
  if (other === undefined) return one;
  return typeof one === 'number' && typeof other === 'number' ? Math.min(one, other) : 1;
};

/** By the value's name: the strictest of the bounds of all calls that read it, also of those that read it moved, as behind a view. */
export const boundsOf = (calls: readonly Call[], leaves: Leaves): ReadonlyMap<string, IndexBound> => {
  const bounds = new Map<string, IndexBound>();
  const lower = (value: string | undefined, bound: IndexBound): void => {
    if (value !== undefined) bounds.set(value, stricter(bound, bounds.get(value)));
  };
  for (const call of inOrder(calls).reverse()) {
    const leaf = leaves.get(call.id);
    if (!leaf) continue;
    for (const [value, bound] of ownBounds(call, leaf)) lower(value, bound);
    const bound = bounds.get(call.id);
    const isMoved = Object.keys(leaf.definition.formulas).length === 0;
    if (bound !== undefined && isMoved) for (const value of call.inputs) lower(value, bound);
  }
  return bounds;
};

/** So many indices within a bound; `index` gives a whole number from 0 to below another. */
export const indicesWithin = (bound: IndexBound, count: number, index: (bound: number) => number): number[] => {
  if (bound === 'fraction') return Array.from({ length: count }, () => index(1024) / 1024);
  if (typeof bound === 'number') return Array.from({ length: count }, () => index(bound));
  const { parts, closed } = bound;
  const inner = Array.from({ length: parts - 1 }, (_, place) => place + 1);
  const wanted = count - 1 - (closed ? 1 : 0);
  while (inner.length > Math.max(wanted, 0)) inner.splice(index(inner.length), 1);
  // Where there are more parts than elements, the last ones are empty.
  const places = [0, ...inner, ...new Array<number>(count).fill(parts)].slice(0, count);
  return closed ? places.with(-1, parts) : places;
};
