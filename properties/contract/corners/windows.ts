/** Windows, normalizations and dimensions that are named. */

import { type Corner, each } from './corner.ts';

export const windowed: readonly Corner[] = [
  ...each(
    ['fractional_max_pool2d', 'FractionalMaxPool2d', 'fractional_max_pool3d', 'FractionalMaxPool3d'],
    { kernel_size: [2], output_size: [undefined, 2], output_ratio: [undefined] },
    [[2, 6, 6]],
    [[1, 2, 6, 6]],
    [[1, 2, 6, 6, 6]],
  ),
  ...each(
    ['conv1d', 'conv2d', 'linear', 'bilinear'],
    {},
    [
      [2, 3, 5],
      [4, 3, 2],
    ],
    [
      [2, 3, 5],
      [4, 3],
    ],
    [
      [2, 3, 5, 5],
      [4, 3, 2, 2],
    ],
    [[2, 3, 5], { shape: [4, 3, 2], dtype: 'float64' }],
    [
      [2, 3],
      [4, 3],
    ],
    [[], [4, 3]],
    [
      [2, 3],
      [2, 4],
      [5, 3, 4],
    ],
    [
      [2, 3],
      [1, 4],
      [5, 3, 4],
    ],
    [[3], [2, 4], [5, 3, 4]],
  ),
  ...each(
    ['batch_norm', 'instance_norm', 'group_norm', 'layer_norm'],
    { training: [undefined, true], num_groups: [undefined, 1, 2], normalized_shape: [undefined, [3], [4]] },
    [[3]],
    [[2, 4]],
    [[2, 4, 3]],
    [[1, 4, 1]],
  ),
  ...each(
    ['flatten', 'Flatten'],
    { start_dim: [undefined, 0, 1, -1, 2, -3], end_dim: [undefined, 0, 1, -1, 2, -3] },
    [[]],
    [[2, 3]],
    [{ shape: [2, 3, 4], dims: [0, 2, 1] }],
    [{ shape: [2, 1, 4], dims: [1, 0, 2] }],
  ),
  ...each(
    ['softmax', 'glu', 'GLU', 'Softmax', 'log_softmax', 'squeeze', 'unsqueeze', 'cumsum', 'unbind'],
    { dim: [undefined, 0, 1, -1, -2, 2, -3] },
    [[]],
    [[4]],
    [[4, 2]],
    [[3, 2]],
    [[1, 4, 1]],
    [{ shape: [4, 2, 2], dims: [2, 1, 0] }],
  ),
  ...each(
    ['movedim'],
    { source: [0, [0], [0, 1], -1, 2], destination: [1, [1], [1, 0], 0, -3] },
    [[2, 3]],
    [[2, 3, 4]],
  ),
];
