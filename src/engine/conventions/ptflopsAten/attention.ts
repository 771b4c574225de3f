/** What ptflops-aten says of attention and transformers. */

import { type Cells, departs } from '../../convention.ts';
import { type Attention, isFused } from '../../layers/functional/scaled_dot_product_attention.ts';
import type { LeafCall } from '../../shapes.ts';
import { source } from './tool.ts';

const fused = ({ options, inputs, named }: LeafCall) => ({
  fused: isFused(options as unknown as Attention, inputs, named) ? 1 : 0,
});

export const attention: Cells = {
  scaled_dot_product_attention: departs(
    { macs: '(1 - fused) * (Bs * L * S * E + By * L * S * V)' },
    {
      because:
        'On a CPU torch computes attention in one kernel where it can, which counts nothing; elsewhere it is dispatched to bmm.',
      source,
    },
    { symbols: fused },
  ),
};
