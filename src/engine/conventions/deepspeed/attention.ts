/** What DeepSpeed's profiler says of attention and transformers. */

import { type Cells, departs, raising } from '../../convention.ts';
import { fastPath, merged, outsideOfFastPath } from '../attention.ts';
import { calls } from '../patching/tool.ts';
import { source, tool } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: raising(
    departs(
      {
        macs: '(1 - fast) * (projections + attention)',
        flops: '(1 - fast) * (2 * (projections + attention) + needed * (merged + N * h * L * S1))',
      },
      {
        because:
          'It counts two FLOPs for each multiply-accumulate, and where weights are returned one for each score and each element of the masks, but no bias; without gradients torch may take one kernel for all, which it does not replace.',
        source,
      },
      { symbols: (call) => ({ ...fastPath(call), ...merged(call) }) },
    ),
    outsideOfFastPath,
  ),
  ...calls(
    tool,
    ['scaled_dot_product_attention'],
    { macs: 'x_numel * S + x_numel / E * S * V', flops: '2 * (x_numel * S + x_numel / E * S * V)' },
    'It counts both products of matrices for the batch and heads of the query alone, and nothing of the softmax',
  ),
};
