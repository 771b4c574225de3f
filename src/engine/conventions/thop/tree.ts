/** What thop returns for each module with `ret_layer_info`, and from its older function. */

import { truncated } from '../../doubles.ts';
import type { Module } from '../../modules.ts';
import { parameters } from '../../parameters.ts';
import { childrenOf, modulesIn, pathIn } from '../../tree.ts';

/** What a module's hooks have summed up: not those of the modules in it. It sums in doubles. */
export interface Own {
  readonly params: number;
  readonly macs: number;
}

const nothing: Own = { params: 0, macs: 0 };

/** The sums of a network, and a line for each path, a parent before its children. */
export interface Tree {
  readonly sums: Own;
  readonly lines: readonly Readonly<Record<string, string>>[];
}

/** Sums as thop does, a module's own first, then its children's in order; without the root's own parameters. */
export const treeOf = (root: Module, own: ReadonlyMap<Module, Own>): Tree => {
  const lines: Record<string, string>[] = [];
  const walk = (module: Module, path: string): Own => {
    let { params, macs } = own.get(module) ?? nothing;
    for (const [name, child] of childrenOf(module)) {
      const inner = pathIn(path, name);
      const line: Record<string, string> = { path: inner };
      lines.push(line);
      const sums = walk(child, inner);
      line.macs = String(truncated(sums.macs));
      line.params = String(truncated(sums.params));
      params += sums.params;
      macs += sums.macs;
    }
    return { params, macs };
  };
  const sums = walk(root, '');
  return { sums, lines };
};

/** What `profile_origin` returns: modules without children, called or not, each once, known or not. */
export const originOf = (root: Module, own: ReadonlyMap<Module, Own>): Own => {
  let { params, macs } = nothing;
  for (const module of modulesIn(root)) {
    if (module.children.size > 0) continue;
    params += Number(parameters(module));
    macs += (own.get(module) ?? nothing).macs;
  }
  return { params, macs };
};
