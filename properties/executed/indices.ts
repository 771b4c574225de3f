/** Below what the integer inputs of a network must lie, by what its layers say of them. */

import type { Call } from '../../src/engine/architecture.ts';
import type { LeafCall } from '../../src/engine/index.ts';

/** By the input's name: the least of the bounds of all calls that read it. */
export const boundsOf = (
  calls: readonly Call[],
  leaves: ReadonlyMap<string, LeafCall>,
  bounds: Map<string, number> = new Map(),
): ReadonlyMap<string, number> => {
  for (const call of calls) {
    boundsOf(call.body ?? [], leaves, bounds);
    const leaf = leaves.get(call.id);
    const own = leaf?.definition.indices(leaf.options, leaf.inputs, leaf.named) ?? {};
    for (const [argument, bound] of Object.entries(own)) {
      const value = call.named[argument] ?? call.inputs[leaf?.definition.forward.tensors.indexOf(argument) ?? 0];
      if (value !== undefined) bounds.set(value, Math.min(bound, bounds.get(value) ?? bound));
    }
  }
  return bounds;
};
