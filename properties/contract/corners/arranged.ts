/** Elements in another order, and tensors joined. */

import { type Corner, each } from './corner.ts';

export const shuffled: readonly Corner[] = [
  ...each(['pixel_shuffle', 'PixelShuffle'], { upscale_factor: [1, 2] }, [
    { shape: [1, 3, 2, 2, 4], dims: [0, 4, 1, 2, 3] },
  ]),
  ...each(
    ['pixel_shuffle', 'PixelShuffle'],
    { upscale_factor: [1, 2, 3] },
    [[2, 4, 2, 2]],
    [[1, 2, 4, 2, 2]],
    [[4, 3]],
  ),
  ...each(
    ['pixel_unshuffle', 'PixelUnshuffle'],
    { downscale_factor: [1, 2, 3] },
    [[2, 4, 6]],
    [[2, 3, 4]],
    [[2, 4, 3]],
    [{ shape: [1, 3, 2, 2, 4], dims: [0, 4, 1, 2, 3] }],
  ),
  ...each(
    ['channel_shuffle', 'ChannelShuffle'],
    { groups: [1, 2, 3] },
    [[2, 4, 3]],
    [[1, 4, 2, 2, 2]],
    [{ shape: [1, 3, 2, 2, 4], dims: [0, 4, 1, 2, 3] }],
  ),
  ...each(
    ['Unflatten'],
    {
      dim: [0, 1, -1, 2, -2, -3],
      unflattened_size: [[2, 3], [-1, 3], [-1, -1], [6], [2, 2], [-1, 0], [0, -1], [1, 6, 1]],
    },
    [[6]],
    [[6, 6]],
    [{ shape: [6, 6], dims: [1, 0] }],
  ),
];

export const ordered: readonly Corner[] = [
  ...each(
    ['roll'],
    {
      shifts: [0, 1, -1, 5, [1], [-4], [1, 2], []],
      dims: [undefined, null, [], 0, -1, [0], [1], [0, 1], [0, 0], 2, [5]],
    },
    [[]],
    [[3]],
    [[3, 4]],
    [{ shape: [3, 4], dims: [1, 0] }],
    [{ shape: [3, 1], size: [3, 4] }],
  ),
  ...each(
    ['index_select'],
    { dim: [0, -1, 1] },
    [[], { shape: [1], dtype: 'int64' }],
    [[], { shape: [2], dtype: 'int64' }],
    [[], { shape: [], dtype: 'int64' }],
    [[4], { shape: [], dtype: 'int64' }],
    [[4, 3], { shape: [2], dtype: 'int32' }],
    [[4, 3], { shape: [1, 2], dtype: 'int64' }],
  ),
  ...each(['sort', 'argsort'], { dim: [undefined, 0, -1, 1, 2], descending: [false, true] }, [[]], [[3, 4]]),
];

export const joined: readonly Corner[] = [
  ...each(
    ['meshgrid'],
    { indexing: [undefined, 'ij', 'xy'] },
    [[3]],
    [[]],
    [[3], [4]],
    [[3], [4], [5]],
    [[3], []],
    [[2, 2], [3]],
  ),
  ...each(
    ['stack', 'cat'],
    { dim: [0, 1, -1, 2, -3] },
    [
      [3, 4],
      [3, 4],
    ],
    [
      { shape: [3, 4], dims: [1, 0] },
      { shape: [3, 4], dims: [1, 0] },
    ],
    [{ shape: [3, 4], dims: [1, 0] }, [4, 3]],
    [
      { shape: [3, 4], dtype: 'int8' },
      { shape: [3, 4], dtype: 'uint8' },
    ],
  ),
];
