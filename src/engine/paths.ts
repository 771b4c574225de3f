/** The ways to a module from the root. */

import type { Module } from './modules.ts';
import type { ShapedNetwork } from './shapes.ts';

/**
 * In how many ways each module is reached from the root, by distinct parents: `Module.apply` and `children()` visit a module
 * once under one parent but again under every other.
 */
export const pathCounts = (network: ShapedNetwork): ReadonlyMap<Module, bigint> => {
  const { modules, root } = network.architecture;
  const parents = new Map<Module, Set<Module>>();
  for (const parent of modules) {
    for (const child of parent.children.values()) {
      const known = parents.get(child) ?? new Set();
      parents.set(child, known.add(parent));
    }
  }
  const counts = new Map<Module, bigint>([[root, 1n]]);
  const countOf = (module: Module): bigint => {
    const known = counts.get(module);
    if (known !== undefined) return known;
    let sum = 0n;
    for (const parent of parents.get(module) ?? []) sum += countOf(parent);
    counts.set(module, sum);
    return sum;
  };
  for (const module of modules) countOf(module);
  return counts;
};
