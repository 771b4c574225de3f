/** The modules of a network: read from its JSON, with those that constructors make, and with their parameters. */

import type { Checked } from './architectureJson.ts';
import { containers } from './containers.ts';
import { issue } from './issues.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import { nearest } from './nearest.ts';
import { type OwnTensor, ownTensor, splitName, tensorsOf } from './ownTensors.ts';
import { findKind, parseOptions, refuseOne } from './refuse.ts';
import { numel } from './tensor.ts';

/** A module object. A shared object has several paths; its first is where `named_modules()` finds it. */
export interface Module {
  readonly paths: string[];
  readonly kind: string;
  /** The Python class, for the names that tools print. */
  readonly className: string;
  /** Whether the class is derived from its kind's, as some tools know exact types only. */
  readonly isSubclass: boolean;
  /** Undefined for containers that anybody fills. */
  readonly definition: LayerDefinition | undefined;
  readonly options: AnyOptions;
  /** Its own parameters and buffers by name, in order of registration: those of its kind, then the others. */
  readonly tensors: Map<string, OwnTensor>;
  /** Direct children by name, in order of registration; a shared child appears under each of its names. */
  readonly children: Map<string, Module>;
}

/** The tensors that a layer's kind makes. Refuses those that are too large to count. */
const weightsOf = (definition: LayerDefinition, options: AnyOptions, path: string): Map<string, OwnTensor> => {
  const weights = definition.weights(options);
  for (const { shape } of weights)
    if (!Number.isSafeInteger(numel(shape))) refuseOne(issue('too_large', `${path}.options`, { shape }));
  return tensorsOf(weights);
};

const makeModule = (
  paths: string[],
  kind: string,
  className: string | undefined,
  definition: LayerDefinition | undefined,
  options: AnyOptions,
  place: string,
): Module => ({
  paths,
  kind,
  className: className ?? kind,
  isSubclass: className !== undefined && kind !== 'Module',
  definition,
  options,
  tensors: definition ? weightsOf(definition, options, place) : new Map(),
  children: new Map(),
});

/** The module at a path within another. */
export const descendant = (module: Module, path: string): Module | undefined =>
  path === '' ? module : path.split('.').reduce<Module | undefined>((found, name) => found?.children.get(name), module);

/** Makes the modules that a kind's constructor makes, down to the last. */
const addChildren = (module: Module): void => {
  for (const { name, kind, className, options } of module.definition?.children(module.options) ?? []) {
    const cut = name.lastIndexOf('.');
    const parent = descendant(module, name.slice(0, Math.max(cut, 0))) as Module;
    const definition = Object.hasOwn(containers, kind) ? undefined : findKind(kind, 'module', '');
    const child = makeModule(
      module.paths.map((path) => (path ? `${path}.${name}` : name)),
      kind,
      className,
      definition,
      definition ? parseOptions(definition, options, '', name) : {},
      '',
    );
    parent.children.set(name.slice(cut + 1), child);
    addChildren(child);
  }
};

/** Every parameter of a module and of those within, by its path. */
const parameterNames = (module: Module): string[] => [
  ...[...module.tensors].filter(([, { buffer }]) => !buffer).map(([name]) => name),
  ...[...module.children].flatMap(([name, child]) => parameterNames(child).map((inner) => `${name}.${inner}`)),
];

/** A parameter or buffer by its path from a module. */
export const findTensor = (module: Module, name: string): OwnTensor | undefined => {
  const { owner, last } = splitName(name);
  return descendant(module, owner)?.tensors.get(last);
};

/** Takes a parameter of a module, or of one that its constructor made, out of what is learnt. */
const freeze = (module: Module, weight: string, path: string): void => {
  const found = findTensor(module, weight);
  if (found && !found.buffer) found.frozen = true;
  else refuseOne(issue('unknown_weight', path, { weight, weights: parameterNames(module) }));
};

type ListedModule = Exclude<Checked['modules'][number], { readonly same_as: string }>;

/** Gives a module the parameters and buffers that are its own. */
const addTensors = (module: Module, { parameters = [], buffers = [] }: ListedModule, path: string): void => {
  for (const [list, given] of [
    ['parameters', parameters],
    ['buffers', buffers],
  ] as const) {
    for (const [index, { name, shape, dtype }] of given.entries()) {
      const where = `${path}.${list}[${index}]`;
      if (module.tensors.has(name) || module.children.has(name))
        refuseOne(issue('duplicate', `${where}.name`, { what: 'Attribute', name }));
      if (!Number.isSafeInteger(numel(shape))) refuseOne(issue('too_large', `${where}.shape`, { shape }));
      module.tensors.set(name, ownTensor(shape, dtype, list === 'buffers'));
    }
  }
};

/** Lets a module share tensors of others that are listed before it, or its own. */
const tie = (module: Module, tied: Readonly<Record<string, string>>, root: Module, path: string): void => {
  for (const [name, other] of Object.entries(tied)) {
    const found = findTensor(root, other);
    if (!found) {
      refuseOne(issue('unknown_tensor', path, { tensor: other }));
      continue;
    }
    const { owner, last } = splitName(name);
    const holder = descendant(module, owner);
    const own = holder?.tensors.get(last);
    if (!holder || holder.children.has(last) || (owner !== '' && !own))
      refuseOne(issue('unknown_weight', path, { weight: name, weights: parameterNames(module) }));
    if (own && (own.shape.join() !== found.shape.join() || own.dtype !== found.dtype || own.buffer !== found.buffer))
      refuseOne(issue('tied', path, { name, shape: own.shape, other, otherShape: found.shape }));
    holder?.tensors.set(last, found);
  }
};

export const readModules = (json: Checked): { root: Module; byPath: Map<string, Module> } => {
  const byPath = new Map<string, Module>();
  const rootIsListed = json.modules[0]?.path === '';
  if (!rootIsListed) {
    byPath.set('', makeModule([''], 'Module', json.name, undefined, {}, ''));
  }
  for (const [index, given] of json.modules.entries()) {
    const path = `modules[${index}]`;
    if (byPath.has(given.path)) refuseOne(issue('duplicate', `${path}.path`, { what: 'Module', name: given.path }));
    const cut = given.path.lastIndexOf('.');
    const parentPath = given.path.slice(0, Math.max(cut, 0));
    const parent = given.path === '' ? undefined : byPath.get(parentPath);
    if (given.path !== '' && !parent)
      refuseOne(issue('orphan', `${path}.path`, { module: given.path, parent: parentPath }));
    if (parent?.definition)
      refuseOne(issue('leaf_parent', `${path}.path`, { module: given.path, parent: parentPath, kind: parent.kind }));
    let made: Module;
    if ('same_as' in given) {
      const original = byPath.get(given.same_as);
      if (!original)
        return refuseOne(
          issue('unknown_module', `${path}.same_as`, {
            module: given.same_as,
            nearest: nearest(given.same_as, byPath.keys()),
          }),
        );
      if (given.path.startsWith(`${given.same_as}.`) || given.same_as === '')
        return refuseOne(issue('recursion', `${path}.same_as`, { module: given.same_as }));
      made = original;
      made.paths.push(given.path);
    } else {
      const isContainer = Object.hasOwn(containers, given.kind);
      const definition = isContainer ? undefined : findKind(given.kind, 'module', `${path}.kind`);
      made = makeModule(
        [given.path],
        given.kind,
        given.class ?? (given.kind === 'Module' ? json.name : undefined),
        definition,
        definition ? parseOptions(definition, given.options, path, given.path) : {},
        path,
      );
      addChildren(made);
    }
    const name = given.path.slice(cut + 1);
    if (parent?.tensors.has(name)) refuseOne(issue('duplicate', `${path}.path`, { what: 'Attribute', name }));
    byPath.set(given.path, made);
    parent?.children.set(name, made);
    if ('same_as' in given) continue;
    addTensors(made, given, path);
    tie(made, given.tied ?? {}, byPath.get('') as Module, `${path}.tied`);
    for (const weight of given.frozen ?? []) freeze(made, weight, `${path}.frozen`);
  }
  return { root: byPath.get('') as Module, byPath };
};

/** Distinct module objects reachable from the root, in the order of `named_modules()`, which finds each by its first path. */
export const inOrder = (root: Module): Module[] => {
  const seen = new Set<Module>();
  const stack = [{ module: root, path: '' }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { module, path } = next;
    if (seen.has(module)) continue;
    seen.add(module);
    const others = module.paths.filter((other) => other !== path);
    module.paths.splice(0, module.paths.length, path, ...others);
    const children = [...module.children].map(([name, child]) => ({
      module: child,
      path: path ? `${path}.${name}` : name,
    }));
    for (const child of children.reverse()) stack.push(child);
  }
  return [...seen];
};
