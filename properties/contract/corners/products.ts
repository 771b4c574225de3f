/** Products of matrices, and parts of tensors. */

import { type Corner, each } from './corner.ts';

export const multiplied: readonly Corner[] = [
  ...['int64', 'float32'].flatMap((dtype) => [
    ...each(
      ['addmm'],
      { beta: [undefined, 2, '2.0', 0.5], alpha: [undefined, 2, 0.5] },
      [
        [2, 4],
        [2, 3],
        [3, 4],
      ].map((shape) => ({ shape, dtype })),
      [[4], [2, 3], [3, 4]].map((shape) => ({ shape, dtype })),
      [[], [2, 3], [3, 4]].map((shape) => ({ shape, dtype })),
      [
        [1, 2, 4],
        [2, 3],
        [3, 4],
      ].map((shape) => ({ shape, dtype })),
      [
        [3, 4],
        [2, 3],
        [3, 4],
      ].map((shape) => ({ shape, dtype })),
    ),
    ...each(
      ['index_add'],
      { dim: [0, 1, -1, 2], alpha: [undefined, 2, 0.5, '2.0'] },
      [
        { shape: [3, 4], dtype },
        { shape: [2], dtype: 'int64' },
        { shape: [2, 4], dtype },
      ],
      [
        { shape: [3, 4], dtype },
        { shape: [2], dtype: 'int64' },
        { shape: [3, 2], dtype },
      ],
      [
        { shape: [], dtype },
        { shape: [1], dtype: 'int64' },
        { shape: [], dtype },
      ],
    ),
  ]),
  ...each(
    ['matmul'],
    {},
    [[3], [3]],
    [[], [3]],
    [[3], [3, 4]],
    [[2, 3], [3]],
    [[3], [5, 3, 4]],
    [[5, 2, 3], [3]],
    [
      [2, 3],
      [4, 3],
    ],
    [
      [5, 1, 2, 3],
      [6, 3, 4],
    ],
  ),
  ...each(
    ['mm', 'bmm', 'mv', 'dot', 'outer'],
    {},
    [[3], [3]],
    [
      [2, 3],
      [3, 4],
    ],
    [[2, 3], [3]],
    [
      [5, 2, 3],
      [5, 3, 4],
    ],
    [
      [1, 2, 3],
      [5, 3, 4],
    ],
  ),
  ...each(
    ['cdist'],
    { p: [undefined, 0, 1, 'inf'] },
    [[3], [2, 3]],
    [[2, 3], [3]],
    [
      [2, 3],
      [4, 3],
    ],
    [
      [5, 2, 3],
      [1, 4, 3],
    ],
    [
      [2, 3],
      [4, 2],
    ],
  ),
  ...[[5], [4], [1], [1, 5], [5, 2], [5, 1]].map(
    (bias): Corner => ({
      kind: 'bilinear',
      inputs: [
        [2, 3],
        [2, 4],
        [5, 3, 4],
      ],
      named: { bias },
    }),
  ),
  ...[[5], [4], [1], [5, 2], [5, 1]].map(
    (bias): Corner => ({
      kind: 'linear',
      inputs: [
        [2, 3],
        [5, 3],
      ],
      named: { bias },
    }),
  ),
  ...[['float32'], ['float64']].flatMap(([dtype = '']): readonly Corner[] => [
    {
      kind: 'linear',
      inputs: [
        [2, 3],
        [5, 3],
      ],
      named: { bias: { shape: [5], dtype } },
    },
    {
      kind: 'bilinear',
      inputs: [
        [2, 3],
        [2, 4],
        [5, 3, 4],
      ],
      named: { bias: { shape: [5], dtype } },
    },
    {
      kind: 'conv1d',
      inputs: [
        [2, 3, 5],
        [4, 3, 2],
      ],
      named: { bias: { shape: [4], dtype } },
    },
  ]),
  ...each(['Embedding'], { num_embeddings: [4], embedding_dim: [3], padding_idx: [undefined, 0, 3, 4, -1, -4, -5] }, [
    { shape: [2], dtype: 'int64' },
  ]),
  ...each(['MaxPool1d', 'AvgPool1d', 'LPPool1d'], { norm_type: [undefined, 2], kernel_size: [2, [2], [2, 2]] }, [
    [2, 6],
  ]),
  ...each(
    ['Conv1d', 'ConvTranspose1d'],
    {
      in_channels: [2],
      out_channels: [4],
      kernel_size: [2, [3]],
      stride: [undefined, 2, [2]],
      padding: [undefined, 1, [1]],
    },
    [[2, 6]],
    [[1, 2, 6]],
  ),
  ...each(['narrow'], { dim: [0, 1, -1], start: [0, 2, 3, 4, -1, -4, -5], length: [1, 2, 4] }, [[3, 4]], [[4]], [[]]),
  ...each(
    ['split', 'chunk'],
    { dim: [0, 1, -1], split_size: [undefined, 1, 2, 5, [1, 3], [1, 2]], chunks: [undefined, 2, 3, 5] },
    [[4]],
    [[3, 4]],
  ),
];
