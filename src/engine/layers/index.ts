/** Every kind that the engine knows: one line each, sorted; kinds that are rows of a table come with it. */

import { completed } from '../composition.ts';
import type { LayerDefinition } from '../layer.ts';
import { AdaptiveAvgPool1d } from './AdaptiveAvgPool1d.ts';
import { AdaptiveAvgPool2d } from './AdaptiveAvgPool2d.ts';
import { AdaptiveAvgPool3d } from './AdaptiveAvgPool3d.ts';
import { AdaptiveMaxPool1d } from './AdaptiveMaxPool1d.ts';
import { AdaptiveMaxPool2d } from './AdaptiveMaxPool2d.ts';
import { AdaptiveMaxPool3d } from './AdaptiveMaxPool3d.ts';
import { AvgPool1d } from './AvgPool1d.ts';
import { AvgPool2d } from './AvgPool2d.ts';
import { AvgPool3d } from './AvgPool3d.ts';
import { activations } from './activations.ts';
import { BatchNorm1d } from './BatchNorm1d.ts';
import { BatchNorm2d } from './BatchNorm2d.ts';
import { BatchNorm3d } from './BatchNorm3d.ts';
import { Bilinear } from './Bilinear.ts';
import { Conv1d } from './Conv1d.ts';
import { Conv2d } from './Conv2d.ts';
import { Conv3d } from './Conv3d.ts';
import { ConvTranspose1d } from './ConvTranspose1d.ts';
import { ConvTranspose2d } from './ConvTranspose2d.ts';
import { ConvTranspose3d } from './ConvTranspose3d.ts';
import { dropouts } from './dropouts.ts';
import { Embedding } from './Embedding.ts';
import { EmbeddingBag } from './EmbeddingBag.ts';
import { Flatten } from './Flatten.ts';
import { Fold } from './Fold.ts';
import { FractionalMaxPool2d } from './FractionalMaxPool2d.ts';
import { FractionalMaxPool3d } from './FractionalMaxPool3d.ts';
import {
  CosineSimilarity,
  cosine_similarity,
  normalize,
  PairwiseDistance,
  pairwise_distance,
} from './families/distance.ts';
import { GLU, glu } from './families/glu.ts';
import { GroupNorm, group_norm } from './families/groupNorm.ts';
import { LayerNorm, layer_norm, RMSNorm, rms_norm } from './families/layerNorm.ts';
import { CrossMapLRN2d, LocalResponseNorm, local_response_norm } from './families/localResponse.ts';
import { PReLU, prelu } from './families/prelu.ts';
import { adaptive_avg_pool1d } from './functional/adaptive_avg_pool1d.ts';
import { adaptive_avg_pool2d } from './functional/adaptive_avg_pool2d.ts';
import { adaptive_avg_pool3d } from './functional/adaptive_avg_pool3d.ts';
import { adaptive_max_pool1d } from './functional/adaptive_max_pool1d.ts';
import { adaptive_max_pool2d } from './functional/adaptive_max_pool2d.ts';
import { adaptive_max_pool3d } from './functional/adaptive_max_pool3d.ts';
import { affine_grid } from './functional/affine_grid.ts';
import { avg_pool1d } from './functional/avg_pool1d.ts';
import { avg_pool2d } from './functional/avg_pool2d.ts';
import { avg_pool3d } from './functional/avg_pool3d.ts';
import { batch_norm } from './functional/batch_norm.ts';
import { bilinear } from './functional/bilinear.ts';
import { conv_transpose1d } from './functional/conv_transpose1d.ts';
import { conv_transpose2d } from './functional/conv_transpose2d.ts';
import { conv_transpose3d } from './functional/conv_transpose3d.ts';
import { conv1d } from './functional/conv1d.ts';
import { conv2d } from './functional/conv2d.ts';
import { conv3d } from './functional/conv3d.ts';
import { embedding } from './functional/embedding.ts';
import { embedding_bag } from './functional/embedding_bag.ts';
import { fold } from './functional/fold.ts';
import { fractional_max_pool2d } from './functional/fractional_max_pool2d.ts';
import { fractional_max_pool3d } from './functional/fractional_max_pool3d.ts';
import { grid_sample } from './functional/grid_sample.ts';
import { arithmetic, matrices, movements } from './functional/index.ts';
import { instance_norm } from './functional/instance_norm.ts';
import { linear } from './functional/linear.ts';
import { lp_pool1d } from './functional/lp_pool1d.ts';
import { lp_pool2d } from './functional/lp_pool2d.ts';
import { lp_pool3d } from './functional/lp_pool3d.ts';
import { max_pool1d } from './functional/max_pool1d.ts';
import { max_pool2d } from './functional/max_pool2d.ts';
import { max_pool3d } from './functional/max_pool3d.ts';
import { max_unpool1d } from './functional/max_unpool1d.ts';
import { max_unpool2d } from './functional/max_unpool2d.ts';
import { max_unpool3d } from './functional/max_unpool3d.ts';
import { one_hot } from './functional/one_hot.ts';
import { relu } from './functional/relu.ts';
import { scaled_dot_product_attention } from './functional/scaled_dot_product_attention.ts';
import { unfold } from './functional/unfold.ts';
import { GRU } from './GRU.ts';
import { GRUCell } from './GRUCell.ts';
import { Identity } from './Identity.ts';
import { InstanceNorm1d } from './InstanceNorm1d.ts';
import { InstanceNorm2d } from './InstanceNorm2d.ts';
import { InstanceNorm3d } from './InstanceNorm3d.ts';
import { Linear } from './Linear.ts';
import { LPPool1d } from './LPPool1d.ts';
import { LPPool2d } from './LPPool2d.ts';
import { LPPool3d } from './LPPool3d.ts';
import { LSTM } from './LSTM.ts';
import { LSTMCell } from './LSTMCell.ts';
import { MaxPool1d } from './MaxPool1d.ts';
import { MaxPool2d } from './MaxPool2d.ts';
import { MaxPool3d } from './MaxPool3d.ts';
import { MaxUnpool1d } from './MaxUnpool1d.ts';
import { MaxUnpool2d } from './MaxUnpool2d.ts';
import { MaxUnpool3d } from './MaxUnpool3d.ts';
import { MultiheadAttention } from './MultiheadAttention.ts';
import { paddings } from './paddings.ts';
import { ReLU } from './ReLU.ts';
import { RNN } from './RNN.ts';
import { RNNCell } from './RNNCell.ts';
import { Softmax2d } from './Softmax2d.ts';
import { SyncBatchNorm } from './SyncBatchNorm.ts';
import { shuffles } from './shuffles.ts';
import { softmaxes } from './softmaxes.ts';
import { Transformer } from './Transformer.ts';
import { TransformerDecoder } from './TransformerDecoder.ts';
import { TransformerDecoderLayer } from './TransformerDecoderLayer.ts';
import { TransformerEncoder } from './TransformerEncoder.ts';
import { TransformerEncoderLayer } from './TransformerEncoderLayer.ts';
import { Unfold } from './Unfold.ts';
import { upsampling } from './upsampling.ts';

const all: readonly LayerDefinition[] = [
  ...activations,
  ...dropouts,
  ...paddings,
  ...shuffles,
  ...softmaxes,
  ...upsampling,
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  Conv1d,
  Conv2d,
  Bilinear,
  Embedding,
  EmbeddingBag,
  Fold,
  Identity,
  Unfold,
  bilinear,
  embedding,
  embedding_bag,
  fold,
  one_hot,
  unfold,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  CosineSimilarity,
  CrossMapLRN2d,
  Flatten,
  FractionalMaxPool2d,
  FractionalMaxPool3d,
  GLU,
  GRU,
  GRUCell,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LPPool1d,
  LPPool2d,
  LPPool3d,
  LSTM,
  LSTMCell,
  LayerNorm,
  Linear,
  LocalResponseNorm,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  MaxUnpool3d,
  MultiheadAttention,
  PReLU,
  PairwiseDistance,
  RMSNorm,
  RNN,
  RNNCell,
  ReLU,
  Softmax2d,
  SyncBatchNorm,
  Transformer,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
  adaptive_avg_pool1d,
  adaptive_avg_pool2d,
  adaptive_avg_pool3d,
  adaptive_max_pool1d,
  adaptive_max_pool2d,
  adaptive_max_pool3d,
  affine_grid,
  avg_pool1d,
  avg_pool2d,
  avg_pool3d,
  batch_norm,
  conv1d,
  conv2d,
  conv3d,
  conv_transpose1d,
  conv_transpose2d,
  conv_transpose3d,
  cosine_similarity,
  glu,
  fractional_max_pool2d,
  fractional_max_pool3d,
  grid_sample,
  group_norm,
  instance_norm,
  layer_norm,
  linear,
  local_response_norm,
  lp_pool1d,
  lp_pool2d,
  lp_pool3d,
  max_pool1d,
  max_pool2d,
  max_pool3d,
  max_unpool1d,
  max_unpool2d,
  max_unpool3d,
  normalize,
  pairwise_distance,
  prelu,
  relu,
  rms_norm,
  scaled_dot_product_attention,
  ...arithmetic,
  ...matrices,
  ...movements,
];

/** A registry of kinds by name; throws where a kind is registered twice, since one would hide the other. */
export const registry = (definitions: readonly LayerDefinition[]): ReadonlyMap<string, LayerDefinition> => {
  const known = new Map<string, LayerDefinition>();
  for (const definition of definitions) {
    if (known.has(definition.kind)) throw new Error(`Kind "${definition.kind}" is registered twice.`);
    known.set(
      definition.kind,
      completed(definition, (kind) => known.get(kind)),
    );
  }
  return known;
};

export const layers = registry(all);
