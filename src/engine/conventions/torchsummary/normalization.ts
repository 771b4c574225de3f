/** What torchsummary says of normalizations. */

import { type Cells, each, same, zero } from '../../convention.ts';

const weightAndBias = same('params');

export const normalization: Cells = {
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'LocalResponseNorm', 'PairwiseDistance'),
  ...each(
    weightAndBias,
    'BatchNorm1d',
    'BatchNorm2d',
    'BatchNorm3d',
    'SyncBatchNorm',
    'InstanceNorm1d',
    'InstanceNorm2d',
    'InstanceNorm3d',
  ),
  ...each(weightAndBias, 'GroupNorm', 'LayerNorm', 'RMSNorm'),
};
