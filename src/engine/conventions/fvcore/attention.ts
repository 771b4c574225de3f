/** What fvcore says of attention. */

import { type Cells, departs, zero } from '../../convention.ts';
import { attentionSymbols } from '../trace/attention.ts';
import { source, unsupported } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: departs(
    {
      macs: '(1 - fast) * (N * L * E * E * (1 + out) + N * S * E * (Ek + Ev * values) + needed * N * L * S1 * E * (1 - masked + out))',
      linear: '(1 - fast) * (N * L * E * E * (1 + out) + N * S * E * (Ek + Ev * values))',
      bmm: '(1 - fast) * needed * N * L * S1 * E * (1 - masked + out)',
    },
    {
      because:
        'It counts projections and products of matrices as they are traced, but has no rule for products to which a mask is added (baddbmm), nor for the one operator of attention where no weights are returned.',
      source,
    },
    { symbols: attentionSymbols },
  ),
  scaled_dot_product_attention: zero(unsupported('scaled_dot_product_attention')),
};
