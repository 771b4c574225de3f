/** What calflops says of attention and transformers. */

import { type Cells, departs, raising } from '../../convention.ts';
import { fastPath, merged, outsideOfFastPath } from '../attention.ts';
import { unseen } from '../patching/tool.ts';
import { tool } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: raising(
    departs(
      {
        macs: '(1 - fast) * (projections + needed * masked * N * L * E * S1)',
        flops: '(1 - fast) * (2 * projections + needed * (masked * 2 * N * L * E * S1 + merged + N * h * L * S1))',
      },
      {
        because:
          'It sees the projections, and where weights are returned the softmax, and with a mask the product of query and key; other products of attention are functions that it does not replace.',
        source: tool.source,
      },
      {
        symbols: (call) => ({
          ...fastPath(call),
          ...merged(call),
          masked: Object.keys(call.named).length > 0 ? 1 : 0,
        }),
      },
    ),
    outsideOfFastPath,
  ),
  ...unseen(tool, 'scaled_dot_product_attention'),
};
