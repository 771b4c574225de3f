/** Layers over sizes of 1 and numbers of other types. */

import { type Corner, each } from './corner.ts';

export const sampled: readonly Corner[] = [
  ...each(
    ['local_response_norm', 'LocalResponseNorm'],
    { size: [2] },
    ...['float32', 'float16', 'bfloat16', 'float64'].flatMap((dtype) =>
      [
        [2, 3],
        [2, 3, 4],
        [2, 3, 4, 5],
        [2, 3, 2, 2, 2],
      ].map((shape): Corner['inputs'] => [{ shape, dtype }]),
    ),
  ),
  ...each(
    ['lp_pool1d', 'lp_pool2d', 'LPPool1d', 'LPPool2d'],
    { norm_type: [1, 2, 0, -1, 0.5], kernel_size: [2, [2, 2]] },
    ...['float32', 'int64', 'int32', 'bool'].flatMap((dtype) =>
      [
        [2, 4],
        [2, 4, 4],
      ].map((shape): Corner['inputs'] => [{ shape, dtype }]),
    ),
  ),
  ...each(
    ['adaptive_avg_pool3d', 'AdaptiveAvgPool3d', 'adaptive_max_pool3d'],
    { output_size: [1, 2, [1, 2, 1], [1, 1, 2], [2, 1, 1]] },
    [[2, 3, 4, 4]],
    [{ shape: [2, 4, 4, 4, 3], dims: [0, 4, 1, 2, 3] }],
    [{ shape: [4, 3, 2, 5], dims: [3, 0, 1, 2] }],
    [{ shape: [4, 1, 1, 5], dims: [3, 0, 1, 2] }],
  ),
  ...each(
    ['batch_norm', 'BatchNorm2d', 'InstanceNorm2d', 'GroupNorm', 'LayerNorm'],
    {
      eps: [undefined, 0, 1e-3, -1],
      num_features: [undefined, 4],
      num_groups: [undefined, 2],
      num_channels: [undefined, 4],
    },
    [[2, 4, 3, 3]],
    [[1, 4, 1, 1]],
    [{ shape: [2, 3, 3, 4], dims: [0, 3, 1, 2] }],
    [{ shape: [4, 2, 3, 3], dims: [1, 0, 2, 3] }],
  ),
  ...each(
    ['affine_grid', 'grid_sample'],
    { size: [undefined, [2, 3, 4, 4], [2, 3, 1, 4]] },
    [[2, 2, 3]],
    [[2, 3, 4]],
    [
      [2, 3, 4, 4],
      [2, 5, 5, 2],
    ],
    [
      [2, 3, 4, 4],
      [2, 5, 5, 3],
    ],
    [
      [2, 3, 4],
      [2, 5, 2],
    ],
    [
      [2, 3, 4, 4, 4],
      [2, 5, 5, 5, 3],
    ],
    [
      [2, 3, 4, 4, 4],
      [1, 5, 5, 5, 3],
    ],
  ),
  ...each(
    ['cosine_similarity', 'pairwise_distance', 'PairwiseDistance', 'CosineSimilarity'],
    { dim: [undefined, 0, 1, -1], keepdim: [undefined, true], p: [undefined, 1, 3] },
    [
      [3, 4],
      [3, 4],
    ],
    [[4], [4]],
    [[], []],
    [
      [3, 4],
      [1, 4],
    ],
  ),
];
