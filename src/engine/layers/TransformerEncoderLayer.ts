import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { positive } from '../options.ts';
import {
  attend,
  canonical,
  childrenOf,
  feedForward,
  headsComplaint,
  isFusable,
  options,
  page,
  residual,
  wrongMasks,
} from './families/transformer.ts';
import { drawLayer, drawMasks, sequenceOf } from './families/transformerDraw.ts';

const names = ['src_mask', 'src_key_padding_mask'] as const;

/** Attention of a sequence to itself and a feed-forward network, each added to its input. Source: arXiv:1706.03762, section 3.1. */
export const TransformerEncoderLayer = defineLayer({
  kind: 'TransformerEncoderLayer',
  target: 'module',
  source: page('TransformerEncoderLayer'),
  attributes: {
    d_model: 'self_attn.embed_dim',
    nhead: 'self_attn.num_heads',
    dim_feedforward: 'linear1.out_features',
    dropout: 'dropout.p',
    layer_norm_eps: 'norm1.eps',
    batch_first: 'self_attn.batch_first',
    bias: 'linear1.bias',
  },
  options: () => ({ d_model: positive, nhead: positive, ...options() }),
  forward: {
    signature: 'src, src_mask=None, src_key_padding_mask=None, is_causal=False',
    tensors: ['src', ...names],
    options: { is_causal: z.boolean().default(false) },
  },
  valid: headsComplaint,
  requires: (_, __, named) => wrongMasks(names, named),
  children: (given) => childrenOf(given, ['self_attn']),
  body: ({ activation, norm_first, is_causal }, [src], named) => {
    const { calls, masks } = canonical(['src_key_padding_mask', 'src_mask'], named, src);
    const given = { attn_mask: masks.src_mask, key_padding_mask: masks.src_key_padding_mask, is_causal };
    return [...calls, ...residual('src', norm_first, [attend('self_attn', given), feedForward(activation)])];
  },
  kernel: (given, inputs) => (isFusable(given, inputs) ? 'fused' : 'plain'),
  generate: {
    ranks: [3, 2],
    options: drawLayer,
    call: (draw) => ({ is_causal: draw.integer(0, 5) === 5 }),
    operands: (draw, src, { batch_first, nhead, is_causal }) => {
      const [L, N] = sequenceOf(batch_first, src);
      const isBatched = src.shape.length === 3;
      return { named: drawMasks(draw, { names, is_causal, sizes: [L, L, N, nhead], isBatched }) };
    },
  },
});
