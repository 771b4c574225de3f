/** Part of a network as a network of its own, so that a failing one can be cut down without knowing how it was drawn. */

import type { Call } from '../engine/call.ts';
import {
  type ArchitectureJson,
  architectureSchemaName,
  type CallJson,
  type Module,
  type ShapedNetwork,
  type Tensor,
} from '../engine/index.ts';
import { descendant, findTensor } from '../engine/modules.ts';
import { isOwnReference, type OwnTensor, splitName } from '../engine/ownTensors.ts';
import { type Flow, isContainer, type Leaf, readBy } from './flow.ts';
import { type Listed, type Own, withOwn } from './own.ts';
import { nameOf } from './picks.ts';

/** What of a network stays, and how what is left is joined. */
export interface Keeping {
  readonly leaves: ReadonlySet<Leaf>;
  /** Containers that go, while what they hold stays. */
  readonly dissolved?: ReadonlySet<Module> | 'all';
  /** Whether a call that is left out hands its input on where the shape is the same, or what it gave is given from outside. */
  readonly gaps?: 'through' | 'cut';
  /** Whether values of the same shape that are given from outside are one. */
  readonly inputs?: 'one of a shape' | 'each its own';
  /** Leaves that take less than they did. */
  readonly takes?: ReadonlyMap<Leaf, Pick<Leaf, 'inputs' | 'named'>>;
  /** Each call has a module of its own. */
  readonly unshared?: boolean;
  /** All parameters are learnt. */
  readonly thawed?: boolean;
  /** No weight is another's. */
  readonly untied?: boolean;
  /** Classes are those of the kinds. */
  readonly underived?: boolean;
  /** What calls read of a module's own parameters is given from outside. */
  readonly ownAsInputs?: boolean;
  /** Functions are written in their usual way. */
  readonly plainlySpelt?: boolean;
}

interface Place {
  readonly object: Module | undefined;
  readonly path: string;
  readonly isSequential: boolean;
  readonly calls: CallJson[];
  /** Values from outside that its calls take. */
  readonly takes: Set<string>;
  /** Values by the name that they have in the network given. */
  readonly names: Map<string, string>;
}

const shapeKey = ({ shape, dtype }: Tensor): string => `${dtype} ${shape}`;

/** The network of the leaves that stay; undefined where what stays cannot be written as one. */
export const rebuild = (network: ShapedNetwork, flow: Flow, keeping: Keeping): ArchitectureJson | undefined => {
  const { leaves: kept, dissolved = new Set(), gaps = 'through', inputs: merging = 'one of a shape' } = keeping;
  const inputs: NonNullable<ArchitectureJson['inputs']> = [];
  const modules: NonNullable<ArchitectureJson['modules']> = [];
  const external = new Map<string, string>();
  const pathsOf = new Map<Module, string>();
  const children = new Map<Module | undefined, Map<Module, string>>();
  const registered = new Map<Module, readonly string[]>();
  const root: Place = {
    object: undefined,
    path: '',
    isSequential: false,
    calls: [],
    takes: new Set(),
    names: new Map(),
  };
  const owned = new Map<OwnTensor, Own>();
  let names = 0;
  let isImpossible = false;
  const fresh = (stem: string): string => nameOf(stem, ++names);

  /** Where a value comes from once calls are left out. */
  const origin = (reference: string): string => {
    const producer = flow.producerOf(reference);
    if (!producer || kept.has(producer) || gaps === 'cut') return reference;
    const shape = shapeKey(flow.tensorOf(reference));
    const same = producer.inputs.find((input) => shapeKey(flow.tensorOf(input)) === shape);
    return same === undefined ? reference : origin(same);
  };

  const give = (reference: string): string => {
    const tensor = flow.tensorOf(reference);
    const key = merging === 'one of a shape' ? shapeKey(tensor) : reference;
    const known = external.get(key);
    if (known !== undefined) return known;
    const name = `x${inputs.length}`;
    inputs.push({ name, shape: [...tensor.shape], dtype: tensor.dtype });
    external.set(key, name);
    return name;
  };

  /** A parameter or buffer that a call reads becomes the new root's. */
  const nameOwn = (reference: string): string => {
    const found = findTensor(network.architecture.root, reference.slice(1)) as OwnTensor;
    const known = owned.get(found);
    if (known) return `@${known.name}`;
    const name = `${splitName(reference.slice(1)).last.replace(/\d+$/, '')}${owned.size === 0 ? '' : owned.size}`;
    owned.set(found, { name, shape: found.shape, isBuffer: found.buffer, isFrozen: found.frozen && !keeping.thawed });
    return `@${name}`;
  };

  /** Ties to tensors whose owners stay. */
  const tiesOf = (tied: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> => {
    const entries = Object.entries(keeping.untied ? {} : (tied ?? {})).flatMap(([name, other]) => {
      const { owner, last } = splitName(other);
      const holder = descendant(network.architecture.root, owner);
      const path = holder && pathsOf.get(holder);
      return path === undefined ? [] : [[name, `${path}.${last}`] as const];
    });
    return Object.fromEntries(entries);
  };

  const nameIn = (place: Place, reference: string): string => {
    const found = origin(reference);
    if (isOwnReference(found) && !keeping.ownAsInputs) return nameOwn(found);
    const producer = flow.producerOf(found);
    const own = place.names.get(found);
    if (own !== undefined) return own;
    const name = producer && kept.has(producer) ? undefined : give(found);
    if (name === undefined) isImpossible = true;
    return name ?? found;
  };

  /** The path of a module at a place: an alias where it lives elsewhere. */
  const pathAt = (place: Place, module: Module, stem: string, index: number): { path: string; isNew: boolean } => {
    const here = children.get(place.object) ?? new Map<Module, string>();
    children.set(place.object, here);
    const known = place.isSequential ? undefined : here.get(module);
    if (known !== undefined) return { path: known, isNew: false };
    const name = place.isSequential ? String(index) : stem;
    const path = place.path ? `${place.path}.${name}` : name;
    here.set(module, path);
    const original = pathsOf.get(module);
    if (original !== undefined) modules.push({ path, same_as: original });
    else pathsOf.set(module, path);
    return { path, isNew: original === undefined };
  };

  const registerLeaf = (place: Place, leaf: Leaf, stem: string, index: number): string => {
    const { call } = leaf;
    const given = call.module as Module;
    // A copy stands for a module of its own.
    const module = keeping.unshared ? { ...given } : given;
    const { path, isNew } = pathAt(place, module, stem, index);
    const { frozen, tied, class: derived, ...rest } = leaf.json.module ?? { kind: module.kind };
    const ties = tiesOf(tied);
    if (isNew)
      modules.push({
        ...rest,
        ...(derived && !keeping.underived ? { class: derived } : {}),
        ...(Object.keys(ties).length > 0 ? { tied: ties } : {}),
        ...(frozen && !keeping.thawed ? { frozen } : {}),
        path,
      });
    return path;
  };

  const define = (place: Place, leaf: Leaf, id: string): void => {
    for (const index of leaf.tensors.keys())
      place.names.set(index === 0 ? leaf.call.id : `${leaf.call.id}:${index}`, index === 0 ? id : `${id}:${index}`);
  };

  const emitLeaf = (place: Place, leaf: Leaf): void => {
    const { call, json } = leaf;
    const given = keeping.takes?.get(leaf) ?? leaf;
    const taken = given.inputs.map((input) => nameIn(place, input));
    const named = Object.fromEntries(Object.entries(given.named).map(([name, value]) => [name, nameIn(place, value)]));
    const id = fresh(call.module?.kind ?? call.definition?.kind ?? '');
    const target = call.module ? { module: registerLeaf(place, leaf, id, 0) } : { op: call.definition?.kind };
    const isUsual = call.spelling === call.definition?.torch.spellings[0];
    place.calls.push({
      id,
      ...target,
      inputs: taken,
      ...(Object.keys(named).length > 0 ? { named } : {}),
      ...(json.options ? { options: json.options } : {}),
      ...(call.module || isUsual || keeping.plainlySpelt ? {} : { spelling: call.spelling }),
    });
    for (const name of [...taken, ...Object.values(named)]) place.takes.add(name);
    define(place, leaf, id);
  };

  /** What is kept of a container's leaves, in order. */
  const inside = (call: Call): Leaf[] => flow.within(call).filter((leaf) => kept.has(leaf));

  /** Values made inside that are used outside; the last one where none is. */
  const exportedFrom = (held: readonly Leaf[]): string[] => {
    const own = new Set(held);
    const used = new Set(
      flow.leaves
        .filter((leaf) => kept.has(leaf) && !own.has(leaf))
        .flatMap((leaf) => readBy(leaf).map(origin))
        .filter((reference) => own.has(flow.producerOf(reference) as Leaf)),
    );
    const last = held.at(-1)?.call.id as string;
    return used.size > 0 ? [...used] : [last];
  };

  const isChain = (call: Call, held: readonly Leaf[]): boolean => {
    const exported = exportedFrom(held);
    return (
      exported.length === 1 &&
      exported[0] === held.at(-1)?.call.id &&
      held.every((leaf) => readBy(leaf).length === 1 && !leaf.json.options) &&
      !flow.holdsModule(call)
    );
  };

  const emitSequential = (place: Place, call: Call, id: string, index: number): void => {
    const object = call.module as Module;
    const { path, isNew } = pathAt(place, object, id, index);
    const derived = object.isSubclass && !keeping.underived ? { class: object.className } : {};
    if (isNew) modules.push({ path, kind: 'Sequential', ...derived });
    const parts = (call.body ?? []).filter((part) =>
      part.body ? inside(part).length > 0 : kept.has(flow.leafOf(part)),
    );
    const inner: Place = { ...root, object, path, isSequential: true, calls: [], takes: new Set(), names: new Map() };
    const listed = parts.map((part) => part.id.slice(call.id.length));
    const before = registered.get(object);
    if (before && before.join() !== listed.join()) isImpossible = true;
    registered.set(object, listed);
    if (before || !isNew) return;
    for (const [position, part] of parts.entries()) {
      if (isContainer(part)) emitSequential(inner, part, `${id}/${position}`, position);
      else registerLeaf(inner, flow.leafOf(part), '', position);
    }
  };

  const emit = (place: Place, calls: readonly Call[]): void => {
    for (const call of calls) {
      if (!isContainer(call)) {
        const leaf = flow.leafOf(call);
        if (kept.has(leaf)) emitLeaf(place, leaf);
        continue;
      }
      const held = inside(call);
      if (held.length === 0) continue;
      const object = call.module as Module;
      const isSequential = object.kind === 'Sequential';
      if (dissolved === 'all' || dissolved.has(object) || (isSequential && !isChain(call, held))) {
        emit(place, call.body ?? []);
        continue;
      }
      const id = fresh(isSequential ? 'sequential' : 'block');
      if (isSequential) {
        const taken = nameIn(place, held[0]?.inputs[0] as string);
        emitSequential(place, call, id, 0);
        const path = children.get(place.object)?.get(object) as string;
        place.calls.push({ id, module: path, inputs: [taken] });
        place.takes.add(taken);
        place.names.set(held.at(-1)?.call.id as string, id);
        continue;
      }
      const { path, isNew } = pathAt(place, object, id, 0);
      if (isNew) modules.push({ path, kind: 'Module', class: object.className });
      const inner: Place = { object, path, isSequential, calls: [], takes: new Set(), names: new Map(place.names) };
      emit(inner, call.body ?? []);
      const made = new Set(inner.calls.flatMap(({ id: own }) => own));
      const taken = [...inner.takes].filter((name) => !made.has(name.split(':')[0] as string));
      const outputs = exportedFrom(held);
      place.calls.push({
        id,
        module: path,
        inputs: taken,
        calls: inner.calls,
        outputs: outputs.map((reference) => inner.names.get(reference) as string),
      });
      for (const name of taken) place.takes.add(name);
      for (const [position, reference] of outputs.entries())
        place.names.set(reference, position === 0 ? id : `${id}:${position}`);
    }
  };

  emit(root, network.architecture.calls);
  const last = root.calls.at(-1);
  if (isImpossible || !last) return undefined;
  if (owned.size > 0) modules.unshift([...owned.values()].reduce(withOwn, { path: '', kind: 'Module' } as Listed));
  return { schema: architectureSchemaName, name: 'Network', inputs, modules, calls: root.calls, outputs: [last.id] };
};
