/** What ptflops says of attention and transformers. */

import { type Cells, zero } from '../../convention.ts';
import { ops } from './tool.ts';

export const attention: Cells = {
  scaled_dot_product_attention: zero({ because: 'It does not patch this function.', source: ops }),
};
