/** Attention whose queries lie in another order, which the fused kernel alone keeps. */

import { type Corner, each } from './corner.ts';

const turned = { shape: [2, 3, 2, 4], dims: [0, 2, 1, 3] };

const attention = 'scaled_dot_product_attention';

const keyed = (key: readonly number[], value: readonly number[]): Corner['inputs'] => [turned, key, value];

export const fused: readonly Corner[] = [
  ...each(
    [attention],
    { dropout_p: [undefined, 0.5], enable_gqa: [undefined, true] },
    keyed([2, 2, 5, 4], [2, 2, 5, 4]),
    keyed([2, 1, 5, 4], [2, 2, 5, 4]),
    keyed([2, 2, 5, 4], [2, 1, 5, 4]),
    keyed([2, 1, 5, 4], [2, 1, 5, 4]),
    keyed([1, 2, 5, 4], [1, 2, 5, 4]),
    keyed([2, 2, 5, 4], [2, 2, 5, 6]),
  ),
  ...each(
    [attention],
    {},
    ...[
      [2, 5, 4],
      [1, 5, 4],
    ].map((other): Corner['inputs'] => [{ shape: [3, 2, 4], dims: [1, 0, 2] }, other, other]),
  ),
];

export const masked: readonly Corner[] = [
  ...[
    [3, 5],
    [1, 3, 5],
    [2, 3, 5],
    [1, 1, 3, 5],
    [2, 2, 3, 5],
    [1, 2, 3, 5],
    [3, 1],
    [1, 1],
  ].map((attn_mask): Corner => ({ kind: attention, inputs: keyed([2, 2, 5, 4], [2, 2, 5, 4]), named: { attn_mask } })),
  ...['bool', 'float32', 'float64', 'float16'].flatMap((dtype) =>
    ['float64', 'float32', 'bfloat16'].map(
      (of): Corner => ({
        kind: attention,
        inputs: [
          { shape: [2, 2, 3, 4], dtype: of },
          { shape: [2, 2, 5, 4], dtype: of },
          { shape: [2, 2, 5, 4], dtype: of },
        ],
        named: { attn_mask: { shape: [3, 5], dtype } },
      }),
    ),
  ),
];
