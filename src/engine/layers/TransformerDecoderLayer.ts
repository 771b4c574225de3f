import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { positive } from '../options.ts';
import { drawMemory, sideNames, sidesOf } from './families/decoder.ts';
import { attend, childrenOf, feedForward, headsComplaint, options, page, residual } from './families/transformer.ts';
import { drawLayer } from './families/transformerDraw.ts';

/** As an encoder's layer, with attention to a memory in between. Source: arXiv:1706.03762, section 3.1. */
export const TransformerDecoderLayer = defineLayer({
  kind: 'TransformerDecoderLayer',
  target: 'module',
  source: page('TransformerDecoderLayer'),
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
    signature:
      'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=False, memory_is_causal=False',
    tensors: ['tgt', 'memory', ...sideNames],
    options: { tgt_is_causal: z.boolean().default(false), memory_is_causal: z.boolean().default(false) },
  },
  arity: 2,
  valid: headsComplaint,
  requires: () => undefined,
  children: (given) => childrenOf(given, ['self_attn', 'multihead_attn']),
  body: (given, _, named) => {
    const { tgt, memory } = sidesOf(given, named);
    const attentions = [attend('self_attn', tgt), attend('multihead_attn', memory, 'memory')];
    return residual('tgt', given.norm_first, [...attentions, feedForward(given.activation)]);
  },
  generate: {
    ranks: [3, 2],
    options: drawLayer,
    call: (draw) => ({ tgt_is_causal: draw.integer(0, 5) === 5, memory_is_causal: draw.integer(0, 5) === 5 }),
    operands: drawMemory,
  },
});
