/** The stacks of a whole transformer, and what it asks of its two inputs. */

import type { Complaint } from '../../complaint.ts';
import type { Inputs } from '../../layer.ts';
import type { Tensor } from '../../tensor.ts';
import type { Part } from './parts.ts';
import { layerOf } from './stack.ts';
import type { LayerOptions } from './transformer.ts';

interface Whole extends LayerOptions {
  readonly num_encoder_layers: number;
  readonly num_decoder_layers: number;
  readonly custom_encoder: Part | null;
  readonly custom_decoder: Part | null;
}

type Side = 'encoder' | 'decoder';

const isOfLayers: Readonly<Record<keyof LayerOptions, true>> = {
  d_model: true,
  nhead: true,
  dim_feedforward: true,
  dropout: true,
  activation: true,
  layer_norm_eps: true,
  batch_first: true,
  norm_first: true,
  bias: true,
};
const layerNames = Object.keys(isOfLayers) as (keyof LayerOptions)[];

/** A stack as PyTorch makes it of the whole's options, with a norm behind, or the one that is given. */
export const stackOf = (whole: Whole, side: Side): Part => {
  const custom = side === 'encoder' ? whole.custom_encoder : whole.custom_decoder;
  if (custom) return custom;
  const kind = side === 'encoder' ? 'TransformerEncoder' : 'TransformerDecoder';
  const { d_model: normalized_shape, layer_norm_eps: eps, bias } = whole;
  const layer = Object.fromEntries(layerNames.map((name) => [name, whole[name]]));
  return {
    kind,
    options: {
      [`${side}_layer`]: { kind: `${kind}Layer`, options: layer },
      num_layers: side === 'encoder' ? whole.num_encoder_layers : whole.num_decoder_layers,
      norm: { kind: 'LayerNorm', options: { normalized_shape, eps, bias } },
    },
  };
};

/** The layers' options inside of a stack. */
export const within = (whole: Whole, side: Side): LayerOptions =>
  layerOf(stackOf(whole, side).options[`${side}_layer`] as Part);

/** Why two sequences do not go together. Source: `forward` in torch/nn/modules/transformer.py. */
export const wrongPair = ({ batch_first, d_model }: Whole, inputs: Inputs): Complaint | undefined => {
  const [src, tgt] = inputs as unknown as readonly [Tensor, Tensor];
  const shapes = [src.shape, tgt.shape];
  const place = batch_first ? 0 : 1;
  if (src.shape.length === 3 && src.shape[place] !== tgt.shape[place])
    return { code: 'mismatch', shapes, rule: 'src and tgt must have the same batch' };
  return shapes.every((shape) => shape.at(-1) === d_model)
    ? undefined
    : { code: 'mismatch', shapes, rule: `src and tgt must have d_model = ${d_model} features` };
};
