/** What FlopCounterMode says of attention and transformers. */

import { type Cells, same } from '../../convention.ts';

export const attention: Cells = { scaled_dot_product_attention: same('macs') };
