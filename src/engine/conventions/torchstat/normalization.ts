/** What torchstat says of normalizations. */

import { type Cells, departs, each } from '../../convention.ts';
import { reason, storage, unsupported } from './tool.ts';

export const normalization: Cells = {
  ...each(unsupported, 'CosineSimilarity', 'CrossMapLRN2d', 'LocalResponseNorm', 'PairwiseDistance'),
  ...each(unsupported, 'BatchNorm1d', 'BatchNorm3d', 'SyncBatchNorm', 'GroupNorm', 'LayerNorm', 'RMSNorm'),
  ...each(unsupported, 'InstanceNorm1d', 'InstanceNorm2d', 'InstanceNorm3d'),
  BatchNorm2d: departs(
    {
      madd: '4 * x1 * x2 * x3',
      flops: 'x_numel * (1 + affine)',
      mem_read: 'bytes * x0 * (x1 * x2 * x3 + 2 * C)',
      mem_write: 'bytes * x_numel',
    },
    reason(
      'It counts four operations for each element as MAdd, affine or not, and one or two as Flops.',
      'compute_madd',
    ),
    { symbols: storage },
  ),
};
