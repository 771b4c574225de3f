import { z } from 'zod';
import { defineLayer } from '../layer.ts';
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
import { canonical, isFusable, page, wrongMasks } from './families/transformer.ts';
import { drawLayer, drawMasks, sequenceOf } from './families/transformerDraw.ts';
import { TransformerEncoderLayer } from './TransformerEncoderLayer.ts';

const names = ['mask', 'src_key_padding_mask'] as const;

/** Layers that are made like one, and a norm. Whether a mask is causal is asked of its numbers, and no part of the equation. */
export const TransformerEncoder = defineLayer({
  kind: 'TransformerEncoder',
  target: 'module',
  source: page('TransformerEncoder'),
  attributes: { encoder_layer: 'layers.0' },
  options: () => ({
    encoder_layer: part(TransformerEncoderLayer),
    ...stackOptions,
    enable_nested_tensor: z.boolean().default(true),
    mask_check: z.boolean().default(true),
  }),
  forward: {
    signature: 'src, mask=None, src_key_padding_mask=None, is_causal=None',
    tensors: ['src', ...names],
    options: { is_causal: isCausal },
  },
  requires: (_, __, named) => wrongMasks(names, named),
  children: (options) => stackChildren(options, options.encoder_layer),
  body: (options, [src], named) => {
    const { calls, masks } = canonical(['src_key_padding_mask', 'mask'], named, src);
    const given = {
      ...(masks.mask ? { src_mask: masks.mask } : {}),
      ...(masks.src_key_padding_mask ? { src_key_padding_mask: masks.src_key_padding_mask } : {}),
    };
    const [length] = sequenceOf(layerOf(options.encoder_layer).batch_first, src);
    const layers = stackBody(options, ['src'], {
      named: given,
      options: { is_causal: isTakenAsCausal(options.is_causal, named.mask, length) },
    });
    return [...calls, ...layers];
  },
  kernel: ({ encoder_layer, enable_nested_tensor }, inputs, named) => {
    const layer = layerOf(encoder_layer);
    const isPadded = named.src_key_padding_mask !== undefined && named.mask === undefined;
    const isNested = enable_nested_tensor && isPadded && !layer.norm_first && isFusable(layer, inputs);
    return isNested ? 'nested' : 'plain';
  },
  generate: {
    ranks: [3, 2],
    options: (draw, input) => {
      const options = drawLayer(draw, input);
      return (
        options && {
          encoder_layer: { kind: 'TransformerEncoderLayer', options },
          ...drawStack(draw, options.d_model),
          enable_nested_tensor: !draw.boolean(),
          mask_check: draw.integer(0, 3) !== 3,
        }
      );
    },
    call: (draw) => ({ is_causal: draw.oneOf([null, false, null, true]) }),
    operands: (draw, src, { encoder_layer, is_causal }) => {
      const { batch_first, nhead } = layerOf(encoder_layer);
      const [L, N] = sequenceOf(batch_first, src);
      const isBatched = src.shape.length === 3;
      return {
        named: drawMasks(draw, {
          names,
          is_causal,
          sizes: [L, L, N, nhead],
          isBatched,
          isBool: true,
        }),
      };
    },
  },
});
