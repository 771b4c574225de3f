/** What FlopCounterMode says of each module. Source: torch 2.15, torch/utils/module_tracker.py. */

import type { Module } from '../../modules.ts';
import { runningIn } from '../../running.ts';
import type { LeafCall, ShapedNetwork } from '../../shapes.ts';
import { childrenOf } from '../../tree.ts';
import { operatorsIn } from '../dispatched.ts';

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

/** FLOPs by module and operator, both in the order in which they are first counted. */
export type ByModule = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** What is counted in the forward of each module, and in those of the modules that it runs. */
export const byModule = (
  network: ShapedNetwork,
  counted: readonly { readonly call: LeafCall; readonly macs: bigint }[],
): ByModule => {
  const runningAt = runningIn(network);
  const names = namesIn(network.architecture.root);
  const sums = new Map<string, Map<string, bigint>>();
  for (const { call, macs } of counted) {
    const parts = operatorsIn(call, macs, 0n);
    if (parts.length === 0) continue;
    for (const module of runningAt(call)) {
      const name = names.get(module) as string;
      const own = sums.get(name) ?? new Map<string, bigint>();
      for (const part of parts) own.set(part.operator, (own.get(part.operator) ?? 0n) + 2n * part.macs);
      sums.set(name, own);
    }
  }
  return sums;
};

/** A line for each module in whose forward something is counted. */
export const linesOf = (sums: ByModule): readonly Readonly<Record<string, string>>[] =>
  [...sums].map(([path, operators]) => ({
    path,
    flops: String([...operators.values()].reduce((sum, flops) => sum + flops, 0n)),
    ...Object.fromEntries([...operators].map(([operator, flops]) => [`by_operator.${operator}`, String(flops)])),
  }));
