/** The operators of torch.nn.MultiheadAttention, whose forward is Python throughout: sizes are computed in the graph, too. */

import { type Heads, isPacked } from '../../layers/MultiheadAttention.ts';
import type { LeafCall } from '../../shapes.ts';
import { fastPath } from '../attention.ts';
import type { Traced } from './live.ts';

interface Asked {
  readonly need_weights: boolean;
  readonly average_attn_weights: boolean;
  readonly is_causal: boolean;
}

const times = (count: number, name: string): readonly string[] => new Array<string>(count).fill(name);

/** How often each thing happens in one call, of which the output, the weights or both are needed. */
export const attentionParts = ({ call, used }: Traced) => {
  const { options, inputs, named, outcome } = call;
  const heads = options as unknown as Heads & Asked;
  const [query] = inputs;
  const [, key, value] = outcome.places;
  // Without a batch each is given one for the time being, and is a tensor of its own.
  const isShared = key === value && query.shape.length === 3;
  const isSelf = isShared && key === 0;
  const output = used[0] === true ? 1 : 0;
  const unread = call.definition.unread(options, named);
  const masks = Object.entries(named).flatMap(([name, mask]) => (unread.includes(name) ? [] : [mask]));
  const isApart = !isPacked(heads) || !isShared;
  return {
    output,
    heads,
    masks,
    fast: fastPath(call).fast,
    needed: heads.need_weights ? 1 : 0,
    /** Projections into queries, keys and values. */
    projections: isSelf && !isApart ? 1 : isApart ? 2 + output : 2,
    /** Where keys and values alone are one, their share of the weights is as long as a product of sizes says. */
    shares: isSelf || isApart ? 0 : 1 + Number(heads.bias),
    isSelf: isSelf && !isApart,
    isApart,
    averaged: heads.need_weights && heads.average_attn_weights && used[1] === true ? 1 : 0,
    padding: named.key_padding_mask ? 1 : 0,
  };
};

/** Products of sizes in the graph: one for each tensor that is cut into heads or put together again, and for what is added. */
export const sizeProducts = (traced: Traced): number => {
  const { output, shares, heads, padding } = attentionParts(traced);
  return 2 + 2 * output + shares + Number(heads.add_zero_attn) + padding;
};

/** Source: torch 2.15, torch/nn/functional.py, multi_head_attention_forward. */
export const attention = (traced: Traced): readonly string[] => {
  const { output, heads, masks, fast, needed, projections, isApart, averaged } = attentionParts(traced);
  const filled = times(masks.filter(({ dtype }) => dtype === 'bool').length, 'masked_fill_');
  const together = times(masks.length === 2 ? 1 : 0, 'add');
  if (fast) return [...filled, ...together, '_native_multi_head_attention'];
  const added = Number(heads.add_bias_kv) + Number(heads.add_zero_attn);
  return [
    ...filled,
    'div',
    ...times(projections + output, 'linear'),
    ...times(isApart ? 0 : 1, 'unflatten'),
    ...times(heads.add_bias_kv ? 1 + output : 0, 'repeat'),
    ...times(masks.length * added, 'pad'),
    ...together,
    ...times(sizeProducts(traced) + needed, 'mul'),
    ...(needed
      ? [masks.length > 0 ? 'baddbmm' : 'bmm', 'softmax', ...times(output, 'bmm'), ...times(averaged, 'mean')]
      : ['scaled_dot_product_attention']),
  ];
};

/** Numbers for formulas: whether the output is needed, whether values are projected, and whether a mask is added. */
export const attentionSymbols = (call: LeafCall) => {
  const out = Number(call.symbols.used0 ?? 1);
  const [query] = call.inputs;
  const [, key, value] = call.outcome.places;
  const isTogether = isPacked(call.options as unknown as Heads) && key === value && query.shape.length === 3;
  return {
    ...fastPath(call),
    out,
    values: isTogether ? 1 : out,
    masked: Object.keys(call.named).length > 0 ? 1 : 0,
  };
};
