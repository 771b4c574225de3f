/** Where torchinfo takes each module to lie: at the last of its paths, in the order in which it walks. */

import type { Architecture } from '../../architecture.ts';
import type { Module } from '../../modules.ts';

/** Of a module's last path: the positions among siblings that lead there, and the module that holds it. */
interface Last {
  readonly positions: readonly number[];
  readonly parent: Module | undefined;
}

const isLater = (a: readonly number[], b: readonly number[]): boolean => {
  for (let depth = 0; depth < Math.min(a.length, b.length); depth++) {
    const [left, right] = [a[depth] as number, b[depth] as number];
    if (left !== right) return left > right;
  }
  return a.length > b.length;
};

/** The last place of each module; a walk from parents to children gives parents first, so theirs is known in time. */
export const lastPlaces = ({ root, modules }: Architecture): ReadonlyMap<Module, Last> => {
  const parents = new Map<Module, { readonly parent: Module; readonly position: number }[]>();
  for (const parent of modules) {
    for (const [position, child] of [...parent.children.values()].entries()) {
      const known = parents.get(child) ?? [];
      known.push({ parent, position });
      parents.set(child, known);
    }
  }
  const found = new Map<Module, Last>([[root, { positions: [], parent: undefined }]]);
  const find = (module: Module): Last => {
    const known = found.get(module);
    if (known) return known;
    let last: Last | undefined;
    for (const { parent, position } of parents.get(module) ?? []) {
      const positions = [...find(parent).positions, position];
      if (!last || isLater(positions, last.positions)) last = { positions, parent };
    }
    found.set(module, last as Last);
    return last as Last;
  };
  for (const module of modules) find(module);
  return found;
};
