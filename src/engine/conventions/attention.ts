/** How torch computes attention on a CPU, which tools that watch its operators see. */

import type { RaisesAt } from '../convention.ts';
import { type Heads, isPacked } from '../layers/MultiheadAttention.ts';
import { isOnNested, type LeafCall } from '../shapes.ts';
import { numel, type Tensor } from '../tensor.ts';
import { permuted, unsqueezed } from '../views.ts';

/**
 * 1 where torch hands MultiheadAttention's whole work to one native kernel: attention of a batch to itself, without
 * gradients. Source: torch/nn/modules/activation.py.
 */
export const fastPath = (call: LeafCall) => {
  const { options, inputs, named, isLearning, outcome } = call;
  const heads = options as unknown as Heads;
  const [query] = inputs;
  const isFast =
    query.shape.length === 3 &&
    outcome.places.every((place) => place === 0) &&
    // A nested tensor has no padding that a mask would have to tell.
    (isOnNested(call) || Object.values(named).every(({ dtype }) => dtype === 'bool')) &&
    isPacked(heads) &&
    heads.batch_first &&
    heads.bias &&
    heads.num_heads % 2 === 0 &&
    !heads.add_bias_kv &&
    !heads.add_zero_attn &&
    !isLearning;
  return { fast: isFast ? 1 : 0 };
};

/** Attention on a nested tensor, of which torch knows that one kernel alone. */
export const outsideOfFastPath: RaisesAt = {
  error: 'AssertionError',
  because:
    'Where the first layer of an encoder learns nothing, torch makes a nested tensor of padded input, and refuses it in a later layer whose attention learns.',
  source: 'torch 2.15, torch/nn/modules/activation.py, MultiheadAttention.forward',
  when: (call) => isOnNested(call) && 'num_heads' in call.options && fastPath(call).fast === 0,
};

/** Whether a mask that torch looks at follows from what is learnt, so that it takes plain products. */
export const isMaskLearnt = ({ options, named, learningNames }: LeafCall): boolean =>
  learningNames.length > 0 && !(options.is_causal === true && !named.key_padding_mask);

/** Queries, keys and values with their sequence first, then the batch, as the projections look at them. */
export const sequenceFirst = ({ options, inputs }: LeafCall): readonly [Tensor, Tensor, Tensor] =>
  inputs.map((input) => {
    if (input.shape.length === 2) return unsqueezed(input, 1);
    return options.batch_first === true ? permuted(input, [1, 0, 2]) : input;
  }) as unknown as readonly [Tensor, Tensor, Tensor];

/** Elements of the masks as torch merges them, with a column for each key that is added. */
export const merged = ({ named: { key_padding_mask, attn_mask }, symbols }: LeafCall) => {
  const { N, h, L, S, S1 } = symbols as Record<string, number>;
  const rows = (N as number) * (h as number);
  const mask = attn_mask ? (numel(attn_mask.shape) / (S as number)) * (S1 as number) : 0;
  const padding = rows * (S1 as number);
  return { merged: key_padding_mask ? (attn_mask ? padding * (L as number) : padding) : mask };
};
