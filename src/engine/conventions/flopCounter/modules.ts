/** What FlopCounterMode says of each module. Source: torch 2.15, torch/utils/module_tracker.py. */

import type { Module } from '../../modules.ts';
import { runningIn } from '../../running.ts';
import type { LeafCall, ShapedNetwork } from '../../shapes.ts';
import { childrenOf } from '../../tree.ts';

/** The names that it gives modules: from the root's class down; one under several parents has the name under the last. */
const namesIn = (root: Module): ReadonlyMap<Module, string> => {
  const names = new Map<Module, string>([[root, root.className]]);
  const seen = new Set<Module>();
  const walk = (module: Module): void => {
    if (seen.has(module)) return;
    const name = names.get(module) as string;
    for (const [child, inner] of childrenOf(module)) {
      names.set(inner, `${name}.${child}`);
      walk(inner);
    }
    seen.add(module);
  };
  walk(root);
  return names;
};

/** A line for each module in whose forward something is counted. */
export const modulesOf = (
  network: ShapedNetwork,
  counted: readonly { readonly call: LeafCall; readonly flops: bigint }[],
): readonly Readonly<Record<string, string>>[] => {
  const runningAt = runningIn(network);
  const names = namesIn(network.architecture.root);
  const sums = new Map<string, bigint>();
  for (const { call, flops } of counted) {
    if (flops === 0n) continue;
    for (const module of runningAt(call)) {
      const name = names.get(module) as string;
      sums.set(name, (sums.get(name) ?? 0n) + flops);
    }
  }
  return [...sums].map(([path, flops]) => ({ path, flops: String(flops) }));
};
