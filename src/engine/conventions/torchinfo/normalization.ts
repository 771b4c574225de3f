/** What torchinfo says of normalizations. */

import { type Cells, each, zero } from '../../convention.ts';
import { named } from '../pools.ts';
import { plain } from './weights.ts';

const norm = plain('It multiplies weight and bias by the first size of the output; nothing of a matrix is multiplied.');

export const normalization: Cells = {
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'LocalResponseNorm', 'PairwiseDistance'),
  ...each(norm, ...named('BatchNorm', 'InstanceNorm'), 'SyncBatchNorm', 'GroupNorm', 'LayerNorm', 'RMSNorm'),
};
