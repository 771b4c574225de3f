/** What the tools that replace functions say of activations. */

import { type Cells, each, states } from '../../convention.ts';
import { elementwiseFunctions, elementwiseModules } from '../elementwiseActivations.ts';
import { calls, module, type PatchingTool, unseen } from './tool.ts';

const modules = ['ELU', 'GELU', 'ReLU', 'SiLU', 'Softmax', 'Softmax2d'];

/** Layers that do multiply each element once. */
const exact = ['LeakyReLU', 'PReLU'];

const functions = ['elu', 'gelu', 'leaky_relu', 'prelu', 'relu', 'relu6', 'silu', 'softmax'];

const others = (all: readonly string[], stated: readonly string[]): readonly string[] =>
  all.filter((kind) => !stated.includes(kind));

const once = { flops: 'x_numel' };
const because = 'It counts each element of the input once as a FLOP';

export const activation = (tool: PatchingTool): Cells => ({
  ...each(module(tool, once, because), ...modules),
  ...each(states(once), ...exact),
  ...calls(tool, functions, once, because),
  ...unseen(tool, ...others(elementwiseModules, [...modules, ...exact]), 'GLU', 'LogSoftmax', 'Softmin'),
  ...unseen(tool, ...others(elementwiseFunctions, functions), 'glu', 'log_softmax', 'softmin'),
});
