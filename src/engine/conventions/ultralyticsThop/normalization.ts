/** What ultralytics-thop says of normalizations. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { named } from '../pools.ts';
import { hooks } from './tool.ts';

const affine = ({ options }: LeafCall) => ({
  affine: options.affine === true || options.elementwise_affine === true ? 1 : 0,
});

export const normalization: Cells = {
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'LocalResponseNorm', 'PairwiseDistance'),
  ...each(zero(), 'cosine_similarity', 'local_response_norm', 'normalize', 'pairwise_distance'),
  ...each(zero(), 'batch_norm', 'group_norm', 'instance_norm', 'layer_norm', 'rms_norm'),
  ...each(
    departs(
      { macs: '2 * x_numel * (1 + affine)' },
      { because: 'It counts elementwise arithmetic as MACs.', source: hooks },
      { symbols: affine },
    ),
    ...named('BatchNorm', 'InstanceNorm'),
    ...['SyncBatchNorm', 'GroupNorm', 'LayerNorm', 'RMSNorm'],
  ),
};
