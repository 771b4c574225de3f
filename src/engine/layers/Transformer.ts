import { z } from 'zod';
import type { Complaint } from '../issues.ts';
import { defineLayer, type Inputs, type Named } from '../layer.ts';
import { positive } from '../options.ts';
import { drawOther, drawSides, sideNames } from './families/decoder.ts';
import { childOf, type Part, part } from './families/parts.ts';
import { isCausal, layerOf } from './families/stack.ts';
import { activationComplaint, headsComplaint, type LayerOptions, options, page } from './families/transformer.ts';
import { drawLayer, drawMasks, sequenceOf, withFunction } from './families/transformerDraw.ts';
import { TransformerDecoder } from './TransformerDecoder.ts';
import { TransformerEncoder } from './TransformerEncoder.ts';

const names = ['src_mask', 'src_key_padding_mask'] as const;

const layers = positive.max(1000).default(6);

interface Whole extends LayerOptions {
  readonly num_encoder_layers: number;
  readonly num_decoder_layers: number;
  readonly custom_encoder: Part | null;
  readonly custom_decoder: Part | null;
}

/** A stack as PyTorch makes it of the whole's options, with a norm behind. */
const stack = (whole: Whole, side: 'encoder' | 'decoder'): Part => {
  const { num_encoder_layers, num_decoder_layers, custom_encoder, custom_decoder, ...rest } = whole;
  const custom = side === 'encoder' ? custom_encoder : custom_decoder;
  if (custom) return custom;
  const kind = side === 'encoder' ? 'TransformerEncoder' : 'TransformerDecoder';
  const {
    d_model,
    nhead,
    dim_feedforward,
    dropout,
    activation,
    layer_norm_eps: eps,
    batch_first,
    norm_first,
    bias,
  } = rest;
  const layer = {
    d_model,
    nhead,
    dim_feedforward,
    dropout,
    activation,
    layer_norm_eps: eps,
    batch_first,
    norm_first,
    bias,
  };
  return {
    kind,
    options: {
      [`${side}_layer`]: { kind: `${kind}Layer`, options: layer },
      num_layers: side === 'encoder' ? num_encoder_layers : num_decoder_layers,
      norm: { kind: 'LayerNorm', options: { normalized_shape: d_model, eps, bias } },
    },
  };
};

/** The layers' options inside of a stack. */
const within = (whole: Whole, side: 'encoder' | 'decoder'): LayerOptions =>
  layerOf(stack(whole, side).options[`${side}_layer`] as Part);

/** Source: `forward` in torch/nn/modules/transformer.py. */
const wrongPair = ({ batch_first, d_model }: Whole, [src, tgt]: Inputs): Complaint | undefined => {
  const shapes = [src.shape, tgt?.shape ?? []];
  const place = batch_first ? 0 : 1;
  if (src.shape.length === 3 && src.shape[place] !== tgt?.shape[place])
    return { code: 'mismatch', shapes, rule: 'src and tgt must have the same batch' };
  return shapes.every((shape) => shape.at(-1) === d_model)
    ? undefined
    : { code: 'mismatch', shapes, rule: `src and tgt must have d_model = ${d_model} features` };
};

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
  options: {
    d_model: positive.default(512),
    nhead: positive.default(8),
    num_encoder_layers: layers,
    num_decoder_layers: layers,
    ...options,
    custom_encoder: part(TransformerEncoder).nullable().default(null),
    custom_decoder: part(TransformerDecoder).nullable().default(null),
  },
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
  children: (whole) => [...childOf('encoder', stack(whole, 'encoder')), ...childOf('decoder', stack(whole, 'decoder'))],
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
