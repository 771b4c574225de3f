/** What the weights and buffers of modules come to. */

import { append } from '../../append.ts';
import type { Architecture } from '../../architecture.ts';
import { type Exact, plus, type Sparse, Sums, sparse, times } from '../../exact.ts';
import type { LayerDefinition } from '../../layer.ts';
import type { Module } from '../../modules.ts';
import { type OwnTensor, tensorsOf } from '../../ownTensors.ts';
import type { Setup } from '../../setup.ts';
import { isLeaf, type ShapedNetwork } from '../../shapes.ts';
import { bytesOf, numel } from '../../tensor.ts';
import { figures, placeOf, weightFigures } from './figures.ts';

export type Weights = Record<(typeof weightFigures)[number], Exact>;

/** What the distinct tensors among those given come to, in elements and bytes. */
export const weightsOf = (tensors: Iterable<OwnTensor>): Weights => {
  const sums: Weights = { params: 0, trainable: 0, buffers: 0, 'memory.parameters': 0, 'memory.buffers': 0 };
  for (const { shape, dtype, buffer, frozen } of new Set(tensors)) {
    const elements = numel(shape);
    const bytes = times(elements, bytesOf[dtype]);
    const [count, size] = buffer
      ? (['buffers', 'memory.buffers'] as const)
      : (['params', 'memory.parameters'] as const);
    sums[count] = plus(sums[count], elements);
    sums[size] = plus(sums[size], bytes);
    if (!buffer && !frozen) sums.trainable = plus(sums.trainable, elements);
  }
  return sums;
};

const rowOf = (tensors: Iterable<OwnTensor>): Sparse => {
  const weights = weightsOf(tensors);
  return sparse(weightFigures.map((name) => [placeOf(name), weights[name]]));
};

const ofSetups = new WeakMap<Setup, Sparse>();

/** What a module costs whose weights are those that its kind makes, and nobody else's. */
const plainWeights = (setup: Setup): Sparse | undefined => {
  if (setup.weights.length === 0) return undefined;
  let row = ofSetups.get(setup);
  if (!row) {
    row = rowOf(tensorsOf(setup.weights).values());
    ofSetups.set(setup, row);
  }
  return row;
};

/** Which call is charged with which weights, and what modules own that no call is charged with. */
export interface Charges {
  /** By the place of the leaf among the leaves. */
  readonly ofCalls: readonly (Sparse | undefined)[];
  readonly idle: ReadonlyMap<Module, Sparse>;
  /** All of them together. */
  readonly sums: Sums;
}

const known = new WeakMap<Architecture, Charges>();

/**
 * Found once for each architecture, whose calls come in the same order whatever their shapes. Tied tensors are there once: the
 * first call whose module has one is charged with it, or the first module where none is called.
 */
export const chargesOf = ({ architecture, calls }: ShapedNetwork): Charges => {
  const found = known.get(architecture);
  if (found) return found;
  const counted = new Set<OwnTensor>();
  const isCharged = new Uint8Array(architecture.modules.length);
  const sums = Sums.ofZeros(figures.length);
  const fresh = (module: Module): Sparse | undefined => {
    if (isCharged[module.index]) return undefined;
    isCharged[module.index] = 1;
    if (module.isPlain) return module.setup && plainWeights(module.setup);
    const tensors = [...module.tensors.values()].filter((tensor) => !counted.has(tensor));
    for (const tensor of tensors) counted.add(tensor);
    return tensors.length > 0 ? rowOf(tensors) : undefined;
  };
  const charge = (module: Module): Sparse | undefined => {
    const weights = fresh(module);
    if (weights) sums.add(weights);
    return weights;
  };
  const ofCalls: (Sparse | undefined)[] = [];
  for (const call of calls) if (isLeaf(call)) append(ofCalls, call.module && charge(call.module));
  const idle = new Map<Module, Sparse>();
  for (const module of architecture.modules) {
    const weights = charge(module);
    if (weights) idle.set(module, weights);
  }
  const charges = { ofCalls, idle, sums };
  known.set(architecture, charges);
  return charges;
};

const readBytes = new WeakMap<Module, Exact>();

/** Bytes of the weights and buffers that take part in the arithmetic of a layer that is no composite: all but the counter of training steps. */
export const readWeightBytes = (module: Module): Exact => {
  let sum = readBytes.get(module);
  if (sum === undefined) {
    sum = 0;
    for (const { shape, dtype } of (module.definition as LayerDefinition).weights(module.options))
      if (!dtype) sum = plus(sum, times(numel(shape), bytesOf.float32));
    // What a layer holds as modules and never calls as such takes part in its own arithmetic.
    for (const child of module.children.values()) sum = plus(sum, readWeightBytes(child));
    readBytes.set(module, sum);
  }
  return sum;
};
