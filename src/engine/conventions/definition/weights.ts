/** What the weights and buffers of modules come to. */

import type { Module } from '../../architecture.ts';
import { type Exact, plus, times } from '../../exact.ts';
import type { OwnTensor } from '../../ownTensors.ts';
import { bytesOf, numel } from '../../tensor.ts';
import type { weightFigures } from './figures.ts';

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

const known = new WeakMap<Module, Exact>();

/** Bytes of the weights and buffers that take part in a module's arithmetic: all but the counter of training steps. */
export const readWeightBytes = (module: Module): Exact => {
  let sum = known.get(module);
  if (sum === undefined) {
    sum = 0;
    for (const { shape, dtype } of module.definition?.weights(module.options) ?? [])
      if (!dtype) sum = plus(sum, times(numel(shape), bytesOf.float32));
    known.set(module, sum);
  }
  return sum;
};
