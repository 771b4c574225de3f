/** The parameters that are a module's own. */

import type { Module } from './modules.ts';
import { elementsOf, type OwnTensor } from './ownTensors.ts';

/** Elements of the parameters that are a module's own, or of those of them that pass `keep`. */
export const parameters = (module: Module, keep: (tensor: OwnTensor) => boolean = () => true): bigint =>
  elementsOf(module.tensors.values(), (tensor) => !tensor.buffer && keep(tensor));

/** Elements of a module's own parameters that are learnt. */
export const trainableParameters = (module: Module): bigint => parameters(module, ({ frozen }) => !frozen);
