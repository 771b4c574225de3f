/** The version whose behaviour is stated, what DeepSpeed's profiler replaces, and where it is alone in how it counts. */

import { numel, type Tensor } from '../../tensor.ts';
import { both, type PatchingTool, patchedByBoth } from '../patching/tool.ts';

export const version = '0.19.8';
export const source = `deepspeed ${version}, deepspeed/profiling/flops_profiler/profiler.py`;

export const tool: PatchingTool = {
  source,
  patched: new Set([
    ...patchedByBoth,
    ...both('bmm', 'mm'),
    'operator.matmul',
    'torch.nn.functional.scaled_dot_product_attention',
  ]),
  broadcast: {
    extent: ({ outputs: [output] }) => numel((output as Tensor).shape),
    because: 'It counts each element of the result once as a FLOP',
  },
  enlarged: ({ options, inputs: [{ shape }] }) => {
    const factor = options.scale_factor as number | readonly number[];
    const times =
      typeof factor === 'number' ? factor ** (shape.length - 2) : factor.reduce((product, each) => product * each, 1);
    return Math.trunc(numel(shape) * times);
  },
};
