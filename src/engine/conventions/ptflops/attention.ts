/** What ptflops says of attention and transformers. */

import { type Cells, departs, raising, zero } from '../../convention.ts';
import { fastPath, merged } from '../attention.ts';
import { ops } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: raising(
    departs(
      {
        module:
          'N * (L * E + L * E * E + S * Ek * Ek + S * Ev * Ev + bias * (L + 2 * S) * E + L * S * E + h * L * S + h * L * S * floor(Ev / h) + L * Ev * (Ev + 1))',
        functional: '(1 - fast) * needed * (N * h * L * S1 + 2 * N * L * S1 * E + merged)',
      },
      {
        because:
          'Its hook takes the projections of key and value for square, counts biases, the scaling and the softmax, and knows no added keys; where weights are returned, the softmax and both products are counted again inside the functions that are patched, masks with them.',
        source: ops,
      },
      { symbols: (call) => ({ ...fastPath(call), ...merged(call) }) },
    ),
    {
      when: ({ inputs: [{ shape }] }) => shape.length === 2,
      error: 'IndexError',
      because: 'It reads the third size of the query, which an input without batch has not.',
      source: ops,
    },
  ),
  scaled_dot_product_attention: zero({ because: 'It does not patch this function.', source: ops }),
};
