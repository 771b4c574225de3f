/** Attention by its module and its function. */

import { type Corner, combined, each } from './corner.ts';

export const attended: readonly Corner[] = [
  ...combined({
    kdim: [undefined, 6],
    vdim: [undefined, 5],
    batch_first: [undefined, true],
  }).flatMap((own) =>
    [
      [4, 4, 4],
      [4, 6, 5],
      [4, 6, 4],
      [4, 4, 5],
      [3, 4, 4],
    ].map(
      ([q, k, v]): Corner => ({
        kind: 'MultiheadAttention',
        options: { embed_dim: 4, num_heads: 2, ...own },
        inputs: [
          [3, 2, q as number],
          [3, 2, k as number],
          [3, 2, v as number],
        ],
      }),
    ),
  ),
  ...[[3], [2, 3], [3, 2], [1, 2, 3], [2]].flatMap((shape) =>
    [['bool'], ['float32'], ['float64'], ['int64']].flatMap(([dtype]): readonly Corner[] => [
      {
        kind: 'MultiheadAttention',
        options: { embed_dim: 4, num_heads: 2 },
        inputs: [
          [3, 2, 4],
          [3, 2, 4],
          [3, 2, 4],
        ],
        named: { key_padding_mask: { shape, dtype: dtype as string } },
      },
      {
        kind: 'MultiheadAttention',
        options: { embed_dim: 4, num_heads: 2 },
        inputs: [
          [3, 4],
          [3, 4],
          [3, 4],
        ],
        named: { key_padding_mask: { shape, dtype: dtype as string } },
      },
    ]),
  ),
];

const headed = (query: number, key: number, value: number): Corner['inputs'] => [
  [2, query, 3, 4],
  [2, key, 5, 4],
  [2, value, 5, 6],
];

const maskShapes = [
  [3, 5],
  [1, 5],
  [3, 1],
  [5],
  [],
  [2, 3, 5],
  [2, 2, 3, 5],
  [1, 2, 3, 5],
  [1, 1, 2, 3, 5],
  [3, 4],
  [2, 1, 3, 5],
];

export const scaledProducts: readonly Corner[] = [
  ...each(
    ['scaled_dot_product_attention'],
    { enable_gqa: [undefined, true], is_causal: [undefined, true] },
    headed(2, 2, 2),
    headed(4, 2, 2),
    headed(4, 2, 4),
    headed(4, 2, 1),
    headed(4, 3, 4),
    headed(4, 4, 3),
    headed(2, 1, 1),
    headed(2, 1, 2),
    headed(2, 4, 2),
    [
      [3, 4],
      [5, 4],
      [5, 6],
    ],
    [[4], [5, 4], [5, 6]],
    [[3, 4], [4], [5, 6]],
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 4],
    ],
    [
      [2, 3, 4],
      [1, 5, 4],
      [1, 5, 4],
    ],
    [
      [2, 2, 3, 4],
      [1, 2, 5, 4],
      [1, 2, 5, 4],
    ],
    [
      [1, 2, 2, 3, 4],
      [1, 2, 2, 5, 4],
      [1, 2, 2, 5, 4],
    ],
    [{ shape: [2, 2, 3, 4], dims: [0, 2, 1, 3] }, [2, 3, 5, 4], [2, 3, 5, 4]],
    [{ shape: [2, 2, 4, 3], dims: [0, 1, 3, 2] }, [2, 2, 5, 4], [2, 2, 5, 4]],
    [[2, 2, 3, 4], [2, 2, 5, 4], { shape: [2, 5, 2, 4], dims: [0, 2, 1, 3] }],
  ),
  ...maskShapes.flatMap((shape) =>
    ['bool', 'float32', 'float64', 'int64'].flatMap((dtype) =>
      // A mask of more dimensions than the scores would make more of these.
      [
        [
          [2, 2, 3, 4],
          [2, 2, 5, 4],
          [2, 2, 5, 4],
        ],
        [
          [2, 3, 4],
          [2, 5, 4],
          [2, 5, 4],
        ],
      ]
        .filter(([query]) => shape.length <= (query as readonly number[]).length)
        .map(
          (inputs): Corner => ({
            kind: 'scaled_dot_product_attention',
            inputs,
            named: { attn_mask: { shape, dtype } },
          }),
        ),
    ),
  ),
];
