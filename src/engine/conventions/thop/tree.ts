/** What thop returns for each module with `ret_layer_info`, and from its older function. */

import { parameters } from '../../convention.ts';
import type { Module } from '../../modules.ts';
import { childrenOf, modulesIn, pathIn } from '../../tree.ts';

/** What a module's hooks have summed up: not those of the modules in it. */
export interface Own {
  readonly params: bigint;
  readonly macs: bigint;
}

const nothing: Own = { params: 0n, macs: 0n };

/** A line for each path, a parent before its children. */
export const treeOf = (root: Module, own: ReadonlyMap<Module, Own>): readonly Readonly<Record<string, string>>[] => {
  const lines: Record<string, string>[] = [];
  const walk = (module: Module, path: string): Own => {
    let { params, macs } = own.get(module) ?? nothing;
    for (const [name, child] of childrenOf(module)) {
      const inner = pathIn(path, name);
      const line: Record<string, string> = { path: inner };
      lines.push(line);
      const sums = walk(child, inner);
      line.macs = String(sums.macs);
      line.params = String(sums.params);
      params += sums.params;
      macs += sums.macs;
    }
    return { params, macs };
  };
  walk(root, '');
  return lines;
};

/** What `profile_origin` returns: modules without children, called or not, each once, known or not. */
export const originOf = (root: Module, own: ReadonlyMap<Module, Own>): Own => {
  let { params, macs } = nothing;
  for (const module of modulesIn(root)) {
    if (module.children.size > 0) continue;
    params += parameters(module);
    macs += (own.get(module) ?? nothing).macs;
  }
  return { params, macs };
};
