/** What fvcore says of normalizations. */

import { type Cells, departs, each, type RaisesAt, raising, zero } from '../../convention.ts';
import { isOnNested, type LeafCall } from '../../shapes.ts';
import { source } from './tool.ts';

/** Whether the layer has a weight, of its own or given. */
export const hasWeight = ({ module, named }: LeafCall) => ({
  affine: module?.tensors.has('weight') || named.weight ? 1 : 0,
});

const reason = {
  because: 'It takes 5 operations for each element, and 4 without a weight, as a rough estimate.',
  source,
};

const norm = departs({ macs: '(4 + affine) * x_numel' }, reason, { symbols: hasWeight });

/** Beyond these it fails. */
const range = {
  error: 'AssertionError',
  because: 'Its rule for normalizations takes two to five dimensions.',
  source,
  when: ({ inputs }: LeafCall) => inputs[0].shape.length < 2 || inputs[0].shape.length > 5,
} satisfies RaisesAt;

const inRange = raising(norm, range);

/** Every encoder layer on a nested tensor normalizes what attention gives. */
const layerNorm = raising(norm, {
  error: 'AssertionError',
  errorAt: (call) => (isOnNested(call) ? 'TypeError' : undefined),
  because: 'Its rule for normalizations takes two to five dimensions, and the sizes of a nested tensor are None.',
  source,
  when: (call) => isOnNested(call) || range.when(call),
});

const hasStatistics = ({ options }: LeafCall): boolean =>
  options.track_running_stats === false || options.training === true;

/** Of one, two and three dimensions, so that the input has two to five. */
const batched = departs(
  { macs: '(1 + affine + 3 * statistics) * x_numel' },
  {
    because:
      'It takes one operation for each element and one more with a weight; where the statistics of the batch are computed, 4 and 5.',
    source,
  },
  {
    symbols: (call) => ({ ...hasWeight(call), statistics: hasStatistics(call) ? 1 : 0 }),
  },
);

const batchedInRange = raising(batched, {
  ...range,
  when: (call) => hasStatistics(call) && range.when(call),
});

export const normalization: Cells = {
  ...each(zero(), 'CosineSimilarity', 'CrossMapLRN2d', 'LocalResponseNorm', 'PairwiseDistance'),
  ...each(zero(), 'cosine_similarity', 'local_response_norm', 'normalize', 'pairwise_distance'),
  ...each(batched, 'BatchNorm1d', 'BatchNorm2d', 'BatchNorm3d'),
  ...each(batchedInRange, 'SyncBatchNorm', 'batch_norm'),
  ...each(norm, 'InstanceNorm1d', 'InstanceNorm2d', 'InstanceNorm3d'),
  ...each(inRange, 'GroupNorm', 'group_norm', 'instance_norm', 'layer_norm'),
  LayerNorm: layerNorm,
  ...each(zero(), 'RMSNorm', 'rms_norm'),
};
