/** The modules of a network. */

import type { AnyOptions, LayerDefinition } from './layer.ts';
import { type OwnTensor, splitName, tensorsOf } from './ownTensors.ts';
import type { Setup } from './setup.ts';

/** A module object. A shared object has several paths; its first is where `named_modules()` finds it. */
export interface Module {
  readonly paths: readonly string[];
  readonly kind: string;
  /** The Python class, for the names that tools print. */
  readonly className: string;
  /** Whether the class is derived from its kind's, as some tools know exact types only. */
  readonly isSubclass: boolean;
  /** The layer and its options; undefined for containers that anybody fills. */
  readonly setup: Setup | undefined;
  readonly definition: LayerDefinition | undefined;
  readonly options: AnyOptions;
  /** Its own parameters and buffers by name, in order of registration: those of its kind, then the others. */
  readonly tensors: ReadonlyMap<string, OwnTensor>;
  /** Whether these are all learnt, untied and what its kind makes, as far as is known without looking at them. */
  readonly isPlain: boolean;
  /** Direct children by name, in order of registration; a shared child appears under each of its names. */
  readonly children: ReadonlyMap<string, Module>;
}

/** A module while it is read. Most have no children, and of most nobody looks at the tensors one by one. */
export class Building implements Module {
  readonly paths: string[];
  readonly kind: string;
  readonly className: string;
  readonly isSubclass: boolean;
  readonly setup: Setup | undefined;
  private ownTensors: Map<string, OwnTensor> | undefined;
  private ownChildren: Map<string, Building> | undefined;

  constructor(paths: string[], kind: string, className: string | undefined, setup: Setup | undefined) {
    this.paths = paths;
    this.kind = kind;
    this.className = className ?? kind;
    this.isSubclass = className !== undefined && kind !== 'Module';
    this.setup = setup;
  }

  get definition(): LayerDefinition | undefined {
    return this.setup?.definition;
  }

  get options(): AnyOptions {
    return this.setup?.options ?? noOptions;
  }

  get isPlain(): boolean {
    return this.ownTensors === undefined;
  }

  get tensors(): Map<string, OwnTensor> {
    this.ownTensors ??= tensorsOf(this.setup?.weights ?? []);
    return this.ownTensors;
  }

  get children(): ReadonlyMap<string, Building> {
    return this.ownChildren ?? noChildren;
  }

  add(name: string, child: Building): void {
    this.ownChildren ??= new Map();
    this.ownChildren.set(name, child);
  }
}

const noOptions: AnyOptions = {};
const noChildren: ReadonlyMap<string, Building> = new Map();

/** The module at a path within another. */
export const descendant = <Found extends Module>(module: Found, path: string): Found | undefined =>
  path === ''
    ? module
    : path
        .split('.')
        .reduce<Found | undefined>((found, name) => found?.children.get(name) as Found | undefined, module);

/** A parameter or buffer by its path from a module. */
export const findTensor = (module: Module, name: string): OwnTensor | undefined => {
  const { owner, last } = splitName(name);
  return descendant(module, owner)?.tensors.get(last);
};

const learns = (module: Module): boolean =>
  module.isPlain
    ? module.setup?.isLearnt === true
    : [...module.tensors.values()].some(({ buffer, frozen }) => !buffer && !frozen);

/** Whether any parameter of a module, or of one within it, is learnt. */
export const hasLearnt = (module: Module): boolean => {
  if (learns(module)) return true;
  if (module.children.size > 0) for (const child of module.children.values()) if (hasLearnt(child)) return true;
  return false;
};

/** Distinct module objects reachable from the root, in the order of `named_modules()`, which finds each by its first path. */
export const inOrder = (root: Building): readonly Module[] => {
  const found: Module[] = [];
  const seen = new Set<Module>();
  const visit = (module: Building, path: string): void => {
    if (module.paths.length > 1 || module.paths[0] !== path) {
      if (seen.has(module)) return;
      seen.add(module);
      const others = module.paths.filter((other) => other !== path);
      module.paths.splice(0, module.paths.length, path, ...others);
    }
    found.push(module);
    for (const [name, child] of module.children) visit(child, path ? `${path}.${name}` : name);
  };
  visit(root, '');
  return found;
};
