/** What torchprofile says of normalizations. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { hasWeight } from '../fvcore/normalization.ts';
import { eachOutput, source } from './tool.ts';

const norm = departs(
  { macs: 'affine * y_numel' },
  { because: 'It counts one for each element of the result where there is a weight.', source },
  { symbols: hasWeight },
);

export const normalization: Cells = {
  ...each(
    departs({ macs: '3 * x_numel', mul: '2 * x_numel' }, eachOutput('two products and an average')),
    'LocalResponseNorm',
    'local_response_norm',
  ),
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'PairwiseDistance'),
  ...each(zero(), 'cosine_similarity', 'normalize', 'pairwise_distance'),
  ...each(norm, 'BatchNorm1d', 'BatchNorm2d', 'BatchNorm3d', 'SyncBatchNorm', 'batch_norm'),
  ...each(norm, 'InstanceNorm1d', 'InstanceNorm2d', 'InstanceNorm3d'),
  ...each(norm, 'GroupNorm', 'LayerNorm', 'group_norm', 'instance_norm', 'layer_norm'),
  ...each(zero(), 'RMSNorm', 'rms_norm'),
};
