/** What the tools that replace functions say of activations. */

import { type Cells, each } from '../../convention.ts';
import { elementwiseFunctions, elementwiseModules } from '../elementwiseActivations.ts';
import { calls, module, type PatchingTool, unseen } from './tool.ts';

const modules = ['ELU', 'GELU', 'LeakyReLU', 'PReLU', 'ReLU', 'SiLU', 'Softmax', 'Softmax2d'];
const functions = ['elu', 'gelu', 'leaky_relu', 'prelu', 'relu', 'relu6', 'silu', 'softmax'];

const others = (all: readonly string[], stated: readonly string[]): readonly string[] =>
  all.filter((kind) => !stated.includes(kind));

const once = { flops: 'x_numel' };
const because = 'It counts each element of the input once as a FLOP';

export const activation = (tool: PatchingTool): Cells => ({
  ...each(module(tool, once, because), ...modules),
  ...calls(tool, functions, once, because),
  ...unseen(tool, ...others(elementwiseModules, modules), 'GLU', 'LogSoftmax', 'Softmin'),
  ...unseen(tool, ...others(elementwiseFunctions, functions), 'glu', 'log_softmax', 'softmin'),
});
