/** What FlopCounterMode says of attention and transformers. */

import { type Cells, departs, raising, same } from '../../convention.ts';
import { fastPath, outsideOfFastPath } from '../attention.ts';
import { source } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: raising(
    departs(
      { macs: '(1 - fast) * (projections + attention)' },
      {
        because:
          'Without gradients torch may take one kernel for all, which it does not know and counts as nothing; masks are not discounted.',
        source,
      },
      { symbols: fastPath },
    ),
    outsideOfFastPath,
  ),
  scaled_dot_product_attention: same('macs'),
};
