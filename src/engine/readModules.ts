/** From an architecture's JSON to its modules, with those that constructors make, and with their parameters. */

import type { Checked } from './architectureJson.ts';
import { isContainer } from './containers.ts';
import { issue } from './issues.ts';
import type { LayerDefinition } from './layer.ts';
import { layers } from './layers/index.ts';
import { Building, descendant, findTensor } from './modules.ts';
import { nearest } from './nearest.ts';
import { ownTensor, splitName } from './ownTensors.ts';
import { findKind, refuseOne } from './refuse.ts';
import { type Place, setupOf } from './setups.ts';
import { numel } from './tensor.ts';

const nowhere: Place = () => '';

/** Makes the modules that a kind's constructor makes, down to the last. */
const addChildren = (module: Building): void => {
  for (const { name, kind, className, options } of module.setup?.children ?? []) {
    const cut = name.lastIndexOf('.');
    const parent = descendant(module, name.slice(0, Math.max(cut, 0))) as Building;
    const [path, ...others] = module.paths.map((owner) => (owner ? `${owner}.${name}` : name));
    const definition = findLayer(kind, nowhere);
    const setup = definition && setupOf(definition, options, nowhere, name);
    const child = new Building(path as string, kind, className, setup, others);
    parent.add(name.slice(cut + 1), child);
    addChildren(child);
  }
};

/** Every parameter of a module and of those within, by its path. */
const parameterNames = (module: Building): string[] => [
  ...[...module.tensors].filter(([, { buffer }]) => !buffer).map(([name]) => name),
  ...[...module.children].flatMap(([name, child]) => parameterNames(child).map((inner) => `${name}.${inner}`)),
];

/** Takes a parameter of a module, or of one that its constructor made, out of what is learnt. */
const freeze = (module: Building, weight: string, path: string): void => {
  const found = findTensor(module, weight);
  if (found && !found.buffer) found.frozen = true;
  else refuseOne(issue('unknown_weight', path, { weight, weights: parameterNames(module) }));
};

/** The layer that a module of that kind is; undefined for a container. */
const findLayer = (kind: string, place: Place): LayerDefinition | undefined => {
  const known = layers.get(kind);
  if (known?.target === 'module') return known;
  return isContainer(kind) ? undefined : findKind(kind, 'module', () => `${place()}.kind`);
};

type ListedModule = Exclude<Checked['modules'][number], { readonly same_as: string }>;

/** Gives a module the parameters and buffers that are its own. */
const addTensors = (module: Building, { parameters = [], buffers = [] }: ListedModule, path: string): void => {
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
const tie = (module: Building, tied: Readonly<Record<string, string>>, root: Building, path: string): void => {
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

/** Gives a module what its entry says that it has of its own, shares and does not learn. */
const addOwn = (module: Building, given: ListedModule, byPath: ReadonlyMap<string, Building>, place: Place): void => {
  if (given.parameters || given.buffers) addTensors(module, given, place());
  if (given.tied) tie(module, given.tied, byPath.get('') as Building, `${place()}.tied`);
  if (given.frozen) for (const weight of given.frozen) freeze(module, weight, `${place()}.frozen`);
};

/** The module that an entry lists, without what it has of its own. */
const listed = (given: ListedModule, network: string, place: Place): Building => {
  const { path, kind } = given;
  const definition = findLayer(kind, place);
  const setup = definition && setupOf(definition, given.options, place, path);
  const className = given.class ?? (kind === 'Module' ? network : undefined);
  const made = new Building(path, kind, className, setup);
  addChildren(made);
  return made;
};

type SharedModule = Extract<Checked['modules'][number], { readonly same_as: string }>;

/** The module that an entry gives another path. */
const shared = (given: SharedModule, byPath: ReadonlyMap<string, Building>, place: Place): Building => {
  const { path, same_as } = given;
  const original = byPath.get(same_as);
  if (!original)
    return refuseOne(
      issue('unknown_module', `${place()}.same_as`, { module: same_as, nearest: nearest(same_as, byPath.keys()) }),
    );
  if (path.startsWith(`${same_as}.`) || same_as === '')
    return refuseOne(issue('recursion', `${place()}.same_as`, { module: same_as }));
  original.share(path);
  return original;
};

/** The module that holds the one at a path. */
const parentOf = (path: string, owner: string, byPath: ReadonlyMap<string, Building>, place: Place): Building => {
  const parent = byPath.get(owner);
  if (!parent) return refuseOne(issue('orphan', `${place()}.path`, { module: path, parent: owner }));
  if (parent.definition)
    return refuseOne(issue('leaf_parent', `${place()}.path`, { module: path, parent: owner, kind: parent.kind }));
  return parent;
};

/** Puts a module into the one that holds it. */
const hold = (parent: Building, name: string, child: Building, place: Place): void => {
  if (!parent.isPlain && parent.tensors.has(name))
    refuseOne(issue('duplicate', `${place()}.path`, { what: 'Attribute', name }));
  parent.add(name, child);
};

/** Finds the module that holds another: mostly the one that holds the module before. */
class Parents {
  private readonly byPath: ReadonlyMap<string, Building>;
  /** The path of that one and a point; empty for the root. */
  private within = '';
  private found: Building | undefined;

  constructor(byPath: ReadonlyMap<string, Building>) {
    this.byPath = byPath;
  }

  /** The module that holds the one at a path. Throws Refusal. */
  of(path: string, place: Place): Building {
    const { within } = this;
    if (!this.found || !path.startsWith(within) || path.indexOf('.', within.length) >= 0) {
      this.within = path.slice(0, path.lastIndexOf('.') + 1);
      this.found = parentOf(path, this.within.slice(0, -1), this.byPath, place);
    }
    return this.found;
  }

  /** The name of the module at a path in the one that was found last. */
  nameOf(path: string): string {
    return path.slice(this.within.length);
  }
}

/** Every module of a network, and where each is found: by the paths that are listed. */
export const readModules = (json: Checked): { root: Building; byPath: ReadonlyMap<string, Building> } => {
  const byPath = new Map<string, Building>();
  if (json.modules[0]?.path !== '') byPath.set('', new Building('', 'Module', json.name, undefined));
  let index = 0;
  const place: Place = () => `modules[${index}]`;
  const parents = new Parents(byPath);
  for (const given of json.modules) {
    const { path } = given;
    const parent = path === '' ? undefined : parents.of(path, place);
    const made = 'same_as' in given ? shared(given, byPath, place) : listed(given, json.name, place);
    const { size } = byPath;
    byPath.set(path, made);
    if (byPath.size === size) refuseOne(issue('duplicate', `${place()}.path`, { what: 'Module', name: path }));
    if (parent) hold(parent, parents.nameOf(path), made, place);
    if (!('same_as' in given)) addOwn(made, given, byPath, place);
    index++;
  }
  return { root: byPath.get('') as Building, byPath };
};
