/** What ptflops says of normalizations. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { ops } from './tool.ts';

const norm = departs(
  { module: 'x_numel * (1 + affine)' },
  { because: 'It counts elementwise arithmetic as MACs.', source: ops },
);

export const normalization: Cells = {
  ...each(
    departs(
      { functional: '3 * x_numel + x_numel / x1 * (x1 + window - 1)' },
      {
        because:
          'It does not know the layer, but patches the two products, the sum and the average pool, over padded channels, that PyTorch makes it of.',
        source: ops,
      },
    ),
    'LocalResponseNorm',
    'local_response_norm',
  ),
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'PairwiseDistance'),
  ...each(zero(), 'cosine_similarity', 'normalize', 'pairwise_distance'),
  ...each(
    norm,
    'BatchNorm1d',
    'BatchNorm2d',
    'BatchNorm3d',
    'GroupNorm',
    'InstanceNorm1d',
    'InstanceNorm2d',
    'InstanceNorm3d',
  ),
  LayerNorm: departs(
    { module: 'x_numel' },
    {
      because:
        'It counts each element once as a MAC, with weights or without: it asks for `affine`, which this layer has not.',
      source: ops,
    },
  ),
  ...each(zero(), 'RMSNorm', 'SyncBatchNorm', 'batch_norm', 'group_norm', 'instance_norm', 'layer_norm', 'rms_norm'),
};
