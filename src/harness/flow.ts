/** How values flow between a network's leaf calls, past the containers around them. */

import type { Call } from '../engine/call.ts';
import type { AnyOptions, CallJson, Module, ShapedNetwork, Tensor } from '../engine/index.ts';
import { findTensor } from '../engine/modules.ts';
import { isOwnReference, type OwnTensor } from '../engine/ownTensors.ts';

/** A call of a layer or function, with the values that it takes under the names that leaf calls gave them. */
export interface Leaf {
  readonly call: Call;
  /** As it is given: with options, but without defaults. */
  readonly json: { readonly module?: ModuleJson | undefined; readonly options?: AnyOptions | undefined };
  readonly inputs: readonly string[];
  readonly named: Readonly<Record<string, string>>;
  readonly tensors: readonly Tensor[];
  /** The calls of containers around it, the outermost first. */
  readonly around: readonly Call[];
  /** Where it stands in the body around it. */
  readonly position: number;
}

export interface Flow {
  readonly leaves: readonly Leaf[];
  readonly leafOf: (call: Call) => Leaf;
  /** The leaves in a container's call. */
  readonly within: (call: Call) => readonly Leaf[];
  /** Undefined for an input of the network. */
  readonly producerOf: (reference: string) => Leaf | undefined;
  readonly tensorOf: (reference: string) => Tensor;
  /** Whether a container holds a module with a body of its own, other than a Sequential. */
  readonly holdsModule: (call: Call) => boolean;
}

const refer = (id: string, index: number): string => (index === 0 ? id : `${id}:${index}`);

type ModuleJson = Extract<ShapedNetwork['architecture']['json']['modules'][number], { readonly kind: string }>;

const optionsById = (calls: readonly CallJson[]): [string, AnyOptions | undefined][] =>
  calls.flatMap(({ id, options, calls: inner }) => [
    [id, options] as [string, typeof options],
    ...optionsById(inner ?? []),
  ]);

/** A container that anybody fills. */
export const isContainer = ({ body }: Call): boolean => body !== undefined;

export const flowOf = (network: ShapedNetwork): Flow => {
  const { modules, calls: given } = network.architecture.json;
  const moduleAt = new Map(modules.map((module) => [module.path, 'kind' in module ? module : undefined]));
  const optionsOf = new Map(optionsById(given));
  const outputs = new Map(network.calls.map((call) => [call.id, call.outputs]));
  const tensors = new Map<string, Tensor>();
  const names = new Map<string, string>();
  const producers = new Map<string, Leaf>();
  const leaves: Leaf[] = [];
  const byCall = new Map<Call, Leaf>();
  const held = new Map<Call, Leaf[]>();
  const nameOf = (reference: string): string => {
    const plain = reference.replace(/:0$/, '');
    return names.get(plain) ?? plain;
  };
  for (const [index, { name }] of network.architecture.inputs.entries())
    tensors.set(name, network.inputs[index] as Tensor);
  /** A module is written out where it is listed first, which need not be where PyTorch finds it first. */
  const writtenOf = (module: Module | undefined): ModuleJson | undefined =>
    module?.paths.map((path) => moduleAt.get(path)).find((found) => found !== undefined);
  const walk = (calls: readonly Call[], around: readonly Call[]): void => {
    for (const [position, call] of calls.entries()) {
      if (isContainer(call)) {
        held.set(call, []);
        walk(call.body ?? [], [...around, call]);
        for (const [index, output] of (call.outputs ?? []).entries()) names.set(refer(call.id, index), nameOf(output));
        continue;
      }
      const made = outputs.get(call.id) ?? [];
      const leaf: Leaf = {
        call,
        json: { module: writtenOf(call.module), options: optionsOf.get(call.id) },
        inputs: call.inputs.map(nameOf),
        named: Object.fromEntries(Object.entries(call.named).map(([name, value]) => [name, nameOf(value)])),
        tensors: made,
        around,
        position,
      };
      leaves.push(leaf);
      byCall.set(call, leaf);
      for (const container of around) held.get(container)?.push(leaf);
      for (const [index, tensor] of made.entries()) {
        tensors.set(refer(call.id, index), tensor);
        producers.set(refer(call.id, index), leaf);
      }
    }
  };
  walk(network.architecture.calls, []);
  const holdsModule = (call: Call): boolean =>
    (call.body ?? []).some((part) => isContainer(part) && (part.module?.kind === 'Module' || holdsModule(part)));
  return {
    leaves,
    leafOf: (call) => byCall.get(call) as Leaf,
    within: (call) => held.get(call) ?? [],
    producerOf: (reference) => producers.get(nameOf(reference)),
    tensorOf: (reference) =>
      isOwnReference(reference)
        ? (findTensor(network.architecture.root, reference.slice(1)) as OwnTensor).value
        : (tensors.get(nameOf(reference)) as Tensor),
    holdsModule,
  };
};

/** Every value that a leaf takes. */
export const readBy = ({ inputs, named }: Leaf): string[] => [...inputs, ...Object.values(named)];

/** Leaves that can only be left out together: the same place in a Sequential that is called several times. */
export const unitsOf = ({ leaves }: Flow): Leaf[][] => {
  const numbers = new Map<Module, number>();
  const units = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const holder = leaf.around.at(-1)?.module;
    const isFixed = holder?.kind === 'Sequential';
    if (holder && !numbers.has(holder)) numbers.set(holder, numbers.size);
    const key = isFixed && holder ? `in ${numbers.get(holder)} at ${leaf.position}` : `call ${leaf.call.id}`;
    units.set(key, [...(units.get(key) ?? []), leaf]);
  }
  return [...units.values()];
};

/** The distinct containers of a network's calls. */
export const containersOf = ({ leaves }: Flow): Module[] => [
  ...new Set(leaves.flatMap(({ around }) => around.flatMap(({ module }) => (module ? [module] : [])))),
];
