/** What ultralytics-thop returns for each module, with `ret_layer_info`. */

import { truncated } from '../../doubles.ts';
import type { Module } from '../../modules.ts';
import { childrenOf, parametersIn, pathIn } from '../../tree.ts';

/**
 * A line for each path: the MACs of the module's own calls and of the modules in it, but of each only where it is come to
 * first; and its parameters. It adds up floats. Functions belong to no module.
 */
export const treeOf = (root: Module, own: ReadonlyMap<Module, bigint>): Readonly<Record<string, string>>[] => {
  const counted = new Set<Module>();
  const lines: Record<string, string>[] = [];
  const walk = (module: Module, path: string): number => {
    let sum = Number(own.get(module) ?? 0n);
    for (const [name, child] of childrenOf(module)) {
      const inner = pathIn(path, name);
      const line: Record<string, string> = { path: inner };
      lines.push(line);
      const macs = walk(child, inner);
      line.macs = String(truncated(macs));
      line.params = String(parametersIn(child));
      if (counted.has(child)) continue;
      counted.add(child);
      sum += macs;
    }
    return sum;
  };
  walk(root, '');
  return lines;
};
