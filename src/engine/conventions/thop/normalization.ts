/** What thop says of normalizations. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { hooks, unknown } from './tool.ts';

const norm = departs(
  { macs: '2 * x_numel * (1 + affine)' },
  { because: 'It counts elementwise arithmetic as MACs.', source: hooks },
);

export const normalization: Cells = {
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'LocalResponseNorm', 'PairwiseDistance'),
  ...each(norm, 'BatchNorm1d', 'BatchNorm2d', 'BatchNorm3d', 'SyncBatchNorm', 'LayerNorm'),
  ...each(norm, 'InstanceNorm1d', 'InstanceNorm2d', 'InstanceNorm3d'),
  ...each(unknown, 'GroupNorm', 'RMSNorm'),
};
