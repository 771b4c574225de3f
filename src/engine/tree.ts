/** A module and those that it holds, as PyTorch walks through them. */

import type { Module } from './modules.ts';
import { elementsOf, type OwnTensor } from './ownTensors.ts';

/** Children as `named_children()` gives them: one that lies twice under one parent under its first name. */
export const childrenOf = ({ children }: Module): readonly (readonly [name: string, child: Module])[] => {
  const seen = new Set<Module>();
  return [...children].filter(([, child]) => !seen.has(child) && seen.add(child));
};

/** The distinct modules in a module, itself first, as `modules()` gives them. */
export const modulesIn = (module: Module, found: Set<Module> = new Set()): ReadonlySet<Module> => {
  found.add(module);
  for (const child of module.children.values()) if (!found.has(child)) modulesIn(child, found);
  return found;
};

/** The distinct modules in a module, itself last, in the order in which `apply()` comes to them. */
export const appliedIn = (module: Module, found: Set<Module> = new Set()): ReadonlySet<Module> => {
  for (const child of module.children.values()) if (!found.has(child)) appliedIn(child, found);
  return found.add(module);
};

/** Elements of the distinct parameters of a module and of those in it that pass `keep`. */
export const parametersIn = (module: Module, keep: (tensor: OwnTensor) => boolean = () => true): bigint =>
  elementsOf(
    [...modulesIn(module)].flatMap(({ tensors }) => [...tensors.values()]),
    (tensor) => !tensor.buffer && keep(tensor),
  );

/** The path of a child. */
export const pathIn = (parent: string, name: string): string => (parent ? `${parent}.${name}` : name);
