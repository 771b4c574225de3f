/** What ptflops-aten says of normalizations. */

import { type Cells, each, zero } from '../../convention.ts';

export const normalization: Cells = {
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'LocalResponseNorm', 'PairwiseDistance'),
  ...each(zero(), 'cosine_similarity', 'local_response_norm', 'normalize', 'pairwise_distance'),
  ...each(
    zero(),
    'BatchNorm1d',
    'BatchNorm2d',
    'BatchNorm3d',
    'SyncBatchNorm',
    'InstanceNorm1d',
    'InstanceNorm2d',
    'InstanceNorm3d',
  ),
  ...each(
    zero(),
    'GroupNorm',
    'LayerNorm',
    'RMSNorm',
    'batch_norm',
    'group_norm',
    'instance_norm',
    'layer_norm',
    'rms_norm',
  ),
};
