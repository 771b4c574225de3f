/** What FlopCounterMode says of each module. Source: torch 2.15, torch/utils/module_tracker.py. */

import type { Module } from '../../modules.ts';
import { runningIn } from '../../running.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { childrenOf } from '../../tree.ts';
import { type ByName, type CountedCall, lineOf, summedByName } from '../byName.ts';
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

/** What is counted in the forward of each module, and in those of the modules that it runs, in FLOPs. */
export const byModule = (network: ShapedNetwork, counted: readonly CountedCall[]): ByName => {
  const runningAt = runningIn(network);
  const names = namesIn(network.architecture.root);
  return summedByName(
    counted,
    ({ call, macs }) => operatorsIn(call, macs, 0n).map((part) => ({ ...part, macs: 2n * part.macs })),
    (call) => [...runningAt(call)].map((module) => names.get(module) as string),
  );
};

/** A line for each module in whose forward something is counted. */
export const linesOf = (sums: ByName): readonly Readonly<Record<string, string>>[] =>
  [...sums].map(([path, operators]) => ({
    ...lineOf(path, operators),
    flops: String([...operators.values()].reduce((sum, flops) => sum + flops, 0n)),
  }));
