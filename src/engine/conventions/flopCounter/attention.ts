/** What FlopCounterMode says of attention and transformers. */

import { type Cells, departs, same } from '../../convention.ts';
import { fastPath } from '../attention.ts';
import { source } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: departs(
    { macs: '(1 - fast) * (projections + attention)' },
    {
      because:
        'Without gradients torch may take one kernel for all, which it does not know and counts as nothing; masks are not discounted.',
      source,
    },
    { symbols: fastPath },
  ),
  scaled_dot_product_attention: same('macs'),
};
