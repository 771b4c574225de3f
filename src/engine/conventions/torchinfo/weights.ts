/** How torchinfo multiplies parameters by sizes of the output: by the names of both, and by nothing else. */

import { type Cell, departs } from '../../convention.ts';
import type { Module } from '../../modules.ts';
import { elementsOf, type OwnTensor } from '../../ownTensors.ts';
import type { LeafCall } from '../../shapes.ts';
import { numel, type Shape } from '../../tensor.ts';
import { source } from './tool.ts';

/** Names of parameters that are multiplied by the batch. */
export const isPlain = (name: string): boolean => name === 'weight' || name === 'bias';

/** Names of parameters that are multiplied by the first two sizes. */
const isLike = (name: string): boolean => !isPlain(name) && /weight|bias/.test(name);

/** Whether a class is taken for a convolution. */
const isConvolution = ({ className }: Module): boolean => className.includes('Conv');

/** A module's own parameters by name, each tensor once, as `named_parameters()` has them. */
export const parametersOf = (module: Module): ReadonlyMap<string, OwnTensor> => {
  const seen = new Set<OwnTensor>();
  const found = new Map<string, OwnTensor>();
  for (const [name, tensor] of module.tensors) {
    if (tensor.buffer || seen.has(tensor)) continue;
    seen.add(tensor);
    found.set(name, tensor);
  }
  return found;
};

/** What the parameters of a module are multiplied by where its output has that size. */
const factors = (module: Module, size: Shape) => ({
  spread: isConvolution(module) ? numel(size.slice(2)) : 1,
  firsts: numel(size.slice(0, 2)),
});

/** The multiplications for parameters that a module has beside those of its kind, whose output has that size. */
export const besides = (module: Module, size: Shape): bigint => {
  const ofKind = new Set(module.definition?.weights(module.options).map(({ name }) => name));
  const { spread, firsts } = factors(module, size);
  let sum = 0n;
  for (const [name, { shape }] of parametersOf(module)) {
    if (ofKind.has(name)) continue;
    const factor = isPlain(name) ? numel(size.slice(0, 1)) * spread : isLike(name) ? firsts : 0;
    sum += BigInt(numel(shape)) * BigInt(factor);
  }
  return sum;
};

/** It takes the first of the output's sizes, which a scalar has not, for each parameter of these names. */
export const misses = (module: Module, size: Shape): boolean =>
  size.length === 0 && !isConvolution(module) && [...parametersOf(module).keys()].some(isPlain);

const symbols = (call: LeafCall) => {
  const module = call.module as Module;
  const ofKind = module.definition?.weights(module.options).flatMap(({ name }) => module.tensors.get(name) ?? []) ?? [];
  return {
    weights: Number(elementsOf(ofKind, ({ buffer }) => !buffer)),
    ...factors(module, call.outputs[0]?.shape ?? []),
  };
};

/** Of a layer whose parameters are called weight and bias. */
export const plain = (because: string): Cell =>
  departs({ mult_adds: 'weights * y0 * spread' }, { because, source }, { symbols });

/** Of a layer whose parameters have longer names, such as weight_ih_l0. */
export const like = (because: string): Cell =>
  departs({ mult_adds: 'weights * firsts' }, { because, source }, { symbols });
