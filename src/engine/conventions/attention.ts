/** How torch computes attention on a CPU, which tools that watch its operators see. */

import { type Heads, isPacked } from '../layers/MultiheadAttention.ts';
import type { LeafCall } from '../shapes.ts';

/**
 * 1 where torch hands MultiheadAttention's whole work to one native kernel: attention of a batch to itself, without
 * gradients. Source: torch/nn/modules/activation.py.
 */
export const fastPath = ({ options, inputs, named, isLearning }: LeafCall) => {
  const heads = options as unknown as Heads;
  const [query] = inputs;
  const isFast =
    query.shape.length === 3 &&
    inputs.every((input) => input === query) &&
    Object.values(named).every(({ dtype }) => dtype === 'bool') &&
    isPacked(heads) &&
    heads.batch_first &&
    heads.bias &&
    heads.num_heads % 2 === 0 &&
    !heads.add_bias_kv &&
    !heads.add_zero_attn &&
    !isLearning;
  return { fast: isFast ? 1 : 0 };
};
