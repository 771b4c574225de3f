/** Runs networks through the executed definition, with numbers drawn for their inputs and weights. */

import { type Executed, execute, type Numbers } from '../../reference/index.ts';
import type { Call } from '../../src/engine/call.ts';
import {
  type ArchitectureJson,
  type Dtype,
  isLeaf,
  type LeafCall,
  type Module,
  numel,
  parseArchitecture,
  type Shape,
  shapeNetwork,
} from '../../src/engine/index.ts';
import { findTensor } from '../../src/engine/modules.ts';
import { isOwnReference, type OwnTensor } from '../../src/engine/ownTensors.ts';
import { isFloating, isInteger, type Tensor } from '../../src/engine/tensor.ts';
import { boundsOf, indicesWithin } from './indices.ts';

/** Numbers of [0, 1) that depend on the seed alone. Source: Tommy Ettinger's mulberry32, public domain. */
const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export interface ExecutedCall {
  readonly call: LeafCall;
  readonly executed: Executed;
  /** The numbers of its weights, under PyTorch's names. */
  readonly weights: Readonly<Record<string, Numbers>>;
  /** Bytes of the tensors that it was given, each once, and of those of their elements that it read. */
  readonly given: bigint;
  readonly touched: bigint;
  /** Bytes of its results. */
  readonly written: bigint;
}

export interface ExecutedNetwork {
  readonly architecture: ArchitectureJson;
  readonly inputs: readonly Numbers[];
  /** By their names in PyTorch's state_dict. */
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly calls: readonly ExecutedCall[];
  readonly outputs: readonly Numbers[];
}

/** A number for each element of an input, by its place, or of a weight, by its name. */
export interface Numbering {
  readonly input: (dtype: Dtype) => number;
  /** A whole number from 0 to below a bound. */
  readonly index: (bound: number) => number;
  readonly weight: (name: string) => number;
}

/** Numbers of [-1, 1), true or false; variances are around 1, since no variance is negative. */
export const drawn = (seed: number): Numbering => {
  const random = randomFrom(seed);
  const around0 = () => 2 * random() - 1;
  const input = (dtype: Dtype) => (dtype === 'bool' ? Number(random() < 0.5) : around0());
  const index = (bound: number) => Math.floor(random() * bound);
  return { input, index, weight: (name) => (name === 'running_var' ? 0.5 + random() : around0()) };
};

/** Bytes of an element, by the bits in the name of its type; truth values have no number in theirs. */
const sizeOf = (dtype: Dtype): number => Number(/\d+$/.exec(dtype)?.[0] ?? 8) / 8;

const numbers = (shape: Shape, next: () => number): Numbers => ({
  shape,
  data: Float64Array.from({ length: numel(shape) }, next),
});

/** Executes every call of a network, in order. */
export const executeNetwork = (json: ArchitectureJson, numbering: Numbering): ExecutedNetwork => {
  const architecture = parseArchitecture(structuredClone(json));
  const network = shapeNetwork(architecture);
  const leaves = new Map(network.calls.filter(isLeaf).map((call) => [call.id, call]));
  const containers = new Map(network.calls.flatMap((call) => (isLeaf(call) ? [] : [[call.id, call]])));
  const weightsOf = new Map<Module, Readonly<Record<string, Numbers>>>();
  const weights: Record<string, Numbers> = {};
  const made = new Map<OwnTensor, Numbers>();
  const types = new Map<Numbers, Dtype>();
  for (const module of architecture.modules) {
    const own: Record<string, Numbers> = {};
    for (const [name, tensor] of module.tensors) {
      // The counter of training steps takes no part in a forward pass.
      if (!isFloating(tensor.dtype)) continue;
      const known = made.get(tensor);
      own[name] = known ?? numbers(tensor.shape, () => numbering.weight(name));
      made.set(tensor, own[name]);
      types.set(own[name], tensor.dtype);
      if (!known) weights[module.paths[0] ? `${module.paths[0]}.${name}` : name] = own[name];
    }
    weightsOf.set(module, own);
  }
  /** Of a layer and of the modules that it holds without calling them. */
  const weightsWithin = (module: Module): Readonly<Record<string, Numbers>> => ({
    ...weightsOf.get(module),
    ...Object.fromEntries(
      [...module.children].flatMap(([child, inner]) =>
        Object.entries(weightsWithin(inner)).map(([name, one]) => [`${child}.${name}`, one]),
      ),
    ),
  });

  const values = new Map<string, readonly Numbers[]>();
  const find = (reference: string): Numbers => {
    if (isOwnReference(reference))
      return made.get(findTensor(architecture.root, reference.slice(1)) as OwnTensor) as Numbers;
    const [id, index = '0'] = reference.split(':') as [string, string?];
    return values.get(id)?.[Number(index)] as Numbers;
  };
  const bytes = (elements: readonly (readonly [Numbers, number])[]): bigint =>
    elements.reduce((sum, [one, count]) => sum + BigInt(count * sizeOf(types.get(one) as Dtype)), 0n);
  const calls: ExecutedCall[] = [];
  const run = (given: Call): void => {
    const call = leaves.get(given.id);
    if (!call) {
      const container = containers.get(given.id);
      for (const inner of container?.body ?? []) run(inner);
      values.set(given.id, (container?.results ?? []).map(find));
      return;
    }
    const weights = call.module ? weightsWithin(call.module) : {};
    const executed = execute(call.definition.kind, {
      options: call.options,
      inputs: given.inputs.map(find),
      named: Object.fromEntries(Object.entries(given.named).map(([name, value]) => [name, find(value)])),
      weights,
    });
    for (const [index, output] of executed.outputs.entries()) types.set(output, (call.outputs[index] as Tensor).dtype);
    const read = [...executed.read];
    calls.push({
      call,
      executed,
      weights,
      given: bytes(read.map(([one]) => [one, one.data.length])),
      touched: bytes(read),
      written: bytes(executed.outputs.map((one) => [one, one.data.length])),
    });
    values.set(call.id, executed.outputs);
  };

  const bounds = boundsOf(architecture.calls, leaves);
  const inputs = network.inputs.map(({ shape, dtype }, index) => {
    const { name } = architecture.inputs[index] as { name: string };
    const made: Numbers = {
      ...(isInteger(dtype) || bounds.has(name)
        ? { shape, data: Float64Array.from(indicesWithin(bounds.get(name) ?? 100, numel(shape), numbering.index)) }
        : numbers(shape, () => numbering.input(dtype))),
      ...(dtype === 'bool' ? { dtype } : {}),
    };
    types.set(made, dtype);
    values.set(name, [made]);
    return made;
  });
  for (const call of architecture.calls) run(call);
  return { architecture: json, inputs, weights, calls, outputs: architecture.outputs.map(find) };
};
