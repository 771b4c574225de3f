import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { drawMemory, sideNames } from './families/decoder.ts';
import { part } from './families/parts.ts';
import {
  drawStack,
  isCausal,
  isTakenAsCausal,
  layerOf,
  stackBody,
  stackChildren,
  stackOptions,
} from './families/stack.ts';
import { activationComplaint, page } from './families/transformer.ts';
import { drawLayer, sequenceOf, withFunction } from './families/transformerDraw.ts';
import { TransformerDecoderLayer } from './TransformerDecoderLayer.ts';

/** Layers that are made like one, each of which sees the memory, and a norm. */
export const TransformerDecoder = defineLayer({
  kind: 'TransformerDecoder',
  target: 'module',
  source: page('TransformerDecoder'),
  attributes: { decoder_layer: 'layers.0' },
  options: () => ({ decoder_layer: part(TransformerDecoderLayer), ...stackOptions }),
  forward: {
    signature:
      'tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None, tgt_is_causal=None, memory_is_causal=False',
    tensors: ['tgt', 'memory', ...sideNames],
    options: { tgt_is_causal: isCausal, memory_is_causal: z.boolean().default(false) },
  },
  arity: 2,
  valid: ({ decoder_layer }) => activationComplaint(layerOf(decoder_layer)),
  requires: () => undefined,
  children: (options) => stackChildren(options, options.decoder_layer),
  body: ({ tgt_is_causal, memory_is_causal, ...options }, [tgt], named) => {
    const [length] = sequenceOf(layerOf(options.decoder_layer).batch_first, tgt);
    return stackBody(options, ['tgt', 'memory'], {
      named: Object.fromEntries(sideNames.filter((name) => named[name]).map((name) => [name, name])),
      options: { tgt_is_causal: isTakenAsCausal(tgt_is_causal, named.tgt_mask, length), memory_is_causal },
    });
  },
  generate: {
    ranks: [3, 2],
    options: (draw, input) => {
      const options = drawLayer(draw, input);
      return (
        options && {
          decoder_layer: { kind: 'TransformerDecoderLayer', options: withFunction(options) },
          ...drawStack(draw, options.d_model),
        }
      );
    },
    call: (draw) => ({
      tgt_is_causal: draw.oneOf([null, false, null, true]),
      memory_is_causal: draw.integer(0, 5) === 5,
    }),
    operands: (draw, tgt, { decoder_layer, ...causal }) =>
      drawMemory(draw, tgt, { ...layerOf(decoder_layer), ...causal }),
  },
});
