/** What ultralytics-thop says of attention and transformers. */

import { type Cells, departs } from '../../convention.ts';
import { hooks, source } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: departs(
    { macs: 'projections + attention + N * h * L * (3 * S1 - 1)' },
    { because: 'It adds the exponentials, additions and divisions of the softmax to the products.', source: hooks },
  ),
  scaled_dot_product_attention: departs(
    { macs: 'By * L * S * (E + V)' },
    { because: 'It takes the batch of the output for that of the scores, which may be smaller.', source },
  ),
};
