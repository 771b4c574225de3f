/** Below what the integer inputs of a network must lie, by what its layers say of them. */

import type { Call } from '../../src/engine/architecture.ts';
import type { LeafCall } from '../../src/engine/index.ts';

type Leaves = ReadonlyMap<string, LeafCall>;

const inOrder = (calls: readonly Call[]): Call[] => calls.flatMap((call) => [...inOrder(call.body ?? []), call]);

/** What a call says of its own arguments. */
const ownBounds = (call: Call, leaf: LeafCall): (readonly [string | undefined, number])[] =>
  Object.entries(leaf.definition.indices(leaf.options, leaf.inputs, leaf.named)).map(([argument, bound]) => [
    call.named[argument] ?? call.inputs[leaf.definition.forward.tensors.indexOf(argument)],
    bound,
  ]);

/** By the value's name: the least of the bounds of all calls that read it, also of those that read it moved, as behind a view. */
export const boundsOf = (calls: readonly Call[], leaves: Leaves): ReadonlyMap<string, number> => {
  const bounds = new Map<string, number>();
  const lower = (value: string | undefined, bound: number): void => {
    if (value !== undefined) bounds.set(value, Math.min(bound, bounds.get(value) ?? bound));
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
