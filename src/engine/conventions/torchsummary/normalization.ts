/** What torchsummary says of normalizations. */

import { type Cells, each, same } from '../../convention.ts';

const weightAndBias = same('params');

export const normalization: Cells = {
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
