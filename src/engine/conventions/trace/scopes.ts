/** Where torch.jit's graph says that its nodes run: in modules, by the first path to each. */

import type { Module } from '../../modules.ts';
import type { LeafCall } from '../../shapes.ts';

/** The module in whose forward a call runs: a layer's own, a function's container. */
export const scopeOf = ({ module, within }: LeafCall): Module => module ?? within;

/** A path, and those of the modules that hold what is there. */
export const upwards = (path: string): string[] =>
  path === '' ? [''] : [...path.split('.').map((_, place, names) => names.slice(0, place + 1).join('.')), ''];
