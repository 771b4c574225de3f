import { z } from 'zod';
import { defineLayer, type Named } from '../layer.ts';
import { positive } from '../options.ts';
import { drawOther, drawSides, sideNames } from './families/decoder.ts';
import { childOf, part } from './families/parts.ts';
import { isCausal } from './families/stack.ts';
import { activationComplaint, headsComplaint, options, page } from './families/transformer.ts';
import { drawLayer, drawMasks, sequenceOf, withFunction } from './families/transformerDraw.ts';
import { stackOf, within, wrongPair } from './families/transformerWhole.ts';
import { TransformerDecoder } from './TransformerDecoder.ts';
import { TransformerEncoder } from './TransformerEncoder.ts';

const names = ['src_mask', 'src_key_padding_mask'] as const;

const layers = positive.max(1000).default(6);

const given = (named: Named, pairs: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(pairs).filter(([, name]) => named[name]));

/** An encoder and a decoder that sees what the encoder made. Source: arXiv:1706.03762, figure 1. */
export const Transformer = defineLayer({
  kind: 'Transformer',
  target: 'module',
  source: page('Transformer'),
  attributes: {
    num_encoder_layers: 'encoder.num_layers',
    num_decoder_layers: 'decoder.num_layers',
    dim_feedforward: 'encoder.layers.0.linear1.out_features',
    dropout: 'encoder.layers.0.dropout.p',
    activation: 'encoder.layers.0.activation',
    layer_norm_eps: 'encoder.layers.0.norm1.eps',
    norm_first: 'encoder.layers.0.norm_first',
    bias: 'encoder.layers.0.linear1.bias',
  },
  options: () => ({
    d_model: positive.default(512),
    nhead: positive.default(8),
    num_encoder_layers: layers,
    num_decoder_layers: layers,
    ...options(),
    custom_encoder: part(TransformerEncoder).nullable().default(null),
    custom_decoder: part(TransformerDecoder).nullable().default(null),
  }),
  forward: {
    signature:
      'src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None, memory_is_causal=False',
    tensors: [
      ...['src', 'tgt', 'src_mask', 'tgt_mask', 'memory_mask'],
      ...['src_key_padding_mask', 'tgt_key_padding_mask', 'memory_key_padding_mask'],
    ],
    options: { src_is_causal: isCausal, tgt_is_causal: isCausal, memory_is_causal: z.boolean().default(false) },
  },
  arity: 2,
  valid: (whole) =>
    whole.custom_encoder && whole.custom_decoder
      ? undefined
      : (headsComplaint(whole) ?? (whole.custom_decoder ? undefined : activationComplaint(whole))),
  requires: wrongPair,
  children: (whole) => [
    ...childOf('encoder', stackOf(whole, 'encoder')),
    ...childOf('decoder', stackOf(whole, 'decoder')),
  ],
  body: ({ src_is_causal, tgt_is_causal, memory_is_causal }, _, named) => [
    {
      id: 'encoder',
      module: 'encoder',
      inputs: ['src'],
      named: given(named, { mask: 'src_mask', src_key_padding_mask: 'src_key_padding_mask' }),
      options: { is_causal: src_is_causal },
    },
    {
      id: 'decoder',
      module: 'decoder',
      inputs: ['tgt', 'encoder'],
      named: given(named, Object.fromEntries(sideNames.map((name) => [name, name]))),
      options: { tgt_is_causal, memory_is_causal },
    },
  ],
  generate: {
    ranks: [3, 2],
    options: (draw, input) => {
      const layer = drawLayer(draw, input);
      return (
        layer && {
          ...withFunction(layer),
          num_encoder_layers: draw.integer(1, 2),
          num_decoder_layers: draw.integer(1, 2),
        }
      );
    },
    call: (draw) => ({
      src_is_causal: draw.oneOf([null, false, null, true]),
      tgt_is_causal: draw.oneOf([null, false, null, true]),
      memory_is_causal: draw.integer(0, 5) === 5,
    }),
    operands: (draw, src, whole) => {
      const { batch_first, nhead } = within(whole, 'encoder');
      const [S, N] = sequenceOf(batch_first, src);
      const isBatched = src.shape.length === 3;
      const own = {
        is_causal: whole.src_is_causal,
        sizes: [S, S, N, nhead],
        isBatched,
        isBool: true,
      } as const;
      const shape = drawOther(draw, { batch_first }, src);
      return {
        inputs: [{ shape }],
        named: {
          ...drawMasks(draw, { names, ...own }),
          ...drawSides(draw, { shape }, src, { ...whole, batch_first, nhead }),
        },
      };
    },
  },
});
