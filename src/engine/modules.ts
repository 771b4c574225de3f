/** The modules of a network. */

import { append } from './append.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import { type OwnTensor, splitName, tensorsOf } from './ownTensors.ts';
import type { Setup } from './setup.ts';
import { pathIn } from './tree.ts';

/** A module object. */
export interface Module {
  /** Where `named_modules()` finds it. */
  readonly path: string;
  /** All of them, that one first; a shared object has several. */
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
  /** Its place in the order of `named_modules()`. */
  readonly index: number;
}

/** What a module holds: lists, as long as nobody asks for a child by its name. */
class Held {
  readonly names: string[] = [];
  readonly children: Building[] = [];
  private byName: ReadonlyMap<string, Building> | undefined;

  add(name: string, child: Building): void {
    append(this.names, name);
    append(this.children, child);
    this.byName = undefined;
  }

  get map(): ReadonlyMap<string, Building> {
    this.byName ??= new Map(this.names.map((name, place) => [name, this.children[place] as Building]));
    return this.byName;
  }
}

/** A module while it is read. Most have no children, and of most nobody looks at the tensors one by one. */
export class Building implements Module {
  path: string;
  readonly kind: string;
  readonly className: string;
  readonly isSubclass: boolean;
  readonly setup: Setup | undefined;
  private others: readonly string[];
  private ownTensors: Map<string, OwnTensor> | undefined;
  private held: Held | undefined;
  /** Its place in the order of `named_modules()`, once all are read. */
  index = 0;

  constructor(
    path: string,
    kind: string,
    className: string | undefined,
    setup: Setup | undefined,
    others: readonly string[] = noPaths,
  ) {
    this.path = path;
    this.kind = kind;
    this.className = className ?? kind;
    this.isSubclass = className !== undefined && kind !== 'Module';
    this.setup = setup;
    this.others = others;
  }

  get paths(): readonly string[] {
    return [this.path, ...this.others];
  }

  /** Gives it one more path. */
  share(path: string): void {
    this.others = [...this.others, path];
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
    return this.held?.map ?? noChildren;
  }

  add(name: string, child: Building): void {
    this.held ??= new Held();
    this.held.add(name, child);
  }

  /** Numbers the modules from here on in the order of `named_modules()`, which finds each by its first path. */
  number(found: Building[], path = this.path): void {
    const isFirst = found[this.index] !== this;
    if (!isFirst) return;
    this.index = found.length;
    append<Building>(found, this);
    if (this.path !== path) {
      this.others = this.paths.filter((other) => other !== path);
      this.path = path;
    }
    if (!this.held) return;
    const { names, children } = this.held;
    const isShared = this.others.length > 0;
    for (let place = 0; place < names.length; place++) {
      const child = children[place] as Building;
      // What has one path, in what has one, is found by that.
      if (isShared || child.others.length > 0) child.number(found, pathIn(path, names[place] as string));
      else child.number(found);
    }
  }
}

const noPaths: readonly string[] = [];
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
