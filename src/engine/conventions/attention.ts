/** How torch computes attention on a CPU, which tools that watch its operators see. */

import { type Heads, isPacked } from '../layers/MultiheadAttention.ts';
import type { LeafCall } from '../shapes.ts';
import { numel } from '../tensor.ts';

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

/** Elements of the masks as torch merges them, with a column for each key that is added. */
export const merged = ({ named: { key_padding_mask, attn_mask }, symbols }: LeafCall) => {
  const { N, h, L, S, S1 } = symbols as Record<string, number>;
  const rows = (N as number) * (h as number);
  const mask = attn_mask ? (numel(attn_mask.shape) / (S as number)) * (S1 as number) : 0;
  const padding = rows * (S1 as number);
  return { merged: key_padding_mask ? (attn_mask ? padding * (L as number) : padding) : mask };
};
