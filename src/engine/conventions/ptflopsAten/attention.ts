/** What ptflops-aten says of attention and transformers. */

import { type Cells, departs, raising } from '../../convention.ts';
import { type Attention, isFused } from '../../layers/functional/scaled_dot_product_attention.ts';
import type { LeafCall } from '../../shapes.ts';
import { isContiguous } from '../../tensor.ts';
import { fastPath, isMaskLearnt, outsideOfFastPath, sequenceFirst } from '../attention.ts';
import { source } from './tool.ts';

const fused = ({ options, inputs, named, learningNames }: LeafCall) => ({
  fused: learningNames.length === 0 && isFused(options as unknown as Attention, inputs, named) ? 1 : 0,
});

/** 1 for each input that lies in memory with its sequence first, as the projections look at it. */
const inOrder = (call: LeafCall) => {
  const [q_first, k_first, v_first] = sequenceFirst(call).map((input) => Number(isContiguous(input)));
  return { q_first, k_first, v_first } as Readonly<Record<string, number>>;
};

export const attention: Cells = {
  MultiheadAttention: raising(
    departs(
      {
        macs: '(1 - fast) * (projections + bias * N * E * (L * q_first + S * (k_first + v_first) + L) + N * L * S1 * E * (needed * (2 - masked) + 2 * (1 - needed) * learnt_mask))',
      },
      {
        because:
          'Projections are dispatched to addmm with their biases where the input lies in memory with its sequence first, else the biases are added apart; the products of attention are counted where weights are returned and no mask is added in the same operator; without gradients torch may take one kernel for all, which counts nothing.',
        source,
      },
      {
        symbols: (call) => ({
          ...fastPath(call),
          ...inOrder(call),
          masked: Object.keys(call.named).length > 0 ? 1 : 0,
          learnt_mask: isMaskLearnt(call) ? 1 : 0,
        }),
      },
    ),
    outsideOfFastPath,
  ),
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
