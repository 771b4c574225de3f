/** What PyTorch refuses for the shape of a tensor beside the first, and what fits only just. */

import type { Corner } from './corner.ts';

/** Windows begin at places for each sample and channel. */
const sampled = (dimensions: number, samples: readonly number[]): Corner => ({
  kind: `fractional_max_pool${dimensions}d`,
  options: { kernel_size: 1, output_size: 1 },
  inputs: [[3, 2, ...new Array<number>(dimensions).fill(4)]],
  named: { _random_samples: samples },
});

const places = { shape: [2, 3], dtype: 'int64' };

export const misfits: readonly Corner[] = [
  ...[[3], [1], [1, 3], [3, 1], [1, 1], []].map((weight): Corner => ({ kind: 'prelu', inputs: [[2, 3], weight] })),
  ...[
    [[2, 3], [2]],
    [[2], [2, 3]],
    [
      [2, 3],
      [2, 3, 1],
    ],
    [
      [2, 3],
      [2, 3],
    ],
  ].map((inputs): Corner => ({ kind: 'stack', inputs })),
  ...[[], [1], [3]].flatMap((shape) =>
    [undefined, null, 0, -1].map(
      (dim): Corner => ({
        kind: 'repeat_interleave',
        options: { repeats: 2, ...(dim === undefined ? {} : { dim }) },
        inputs: [shape],
      }),
    ),
  ),
  ...['ii->i', 'ii', 'iji->j', 'ij,jj->i'].flatMap((equation) =>
    [
      [2, 2],
      [2, 3],
      [1, 2],
      [2, 1],
      [2, 3, 2],
      [2, 3, 1],
    ].map(
      (shape): Corner => ({
        kind: 'einsum',
        options: { equation },
        inputs: equation.includes(',') ? [[2, 2], shape] : [shape],
      }),
    ),
  ),
  ...[2, 3].flatMap((dimensions) =>
    [
      [3, 2, dimensions],
      [2, 2, dimensions],
      [1, 2, dimensions],
      [4, 2, dimensions],
      [3, 1, dimensions],
    ].map((samples) => sampled(dimensions, samples)),
  ),
  ...[[-1], [-1, 2], [2, -1], [-1, 4], [3, 2], [2, 2], [-1, 3, 2], [-1, -1]].map(
    (unflattened_size): Corner => ({
      kind: 'Unflatten',
      options: { dim: 1, unflattened_size },
      inputs: [[2, 6]],
    }),
  ),
  ...[
    [[5], [2, 3], [3, 5]],
    [[5], [2, 3], [3]],
    [[5], [3], [3, 5]],
    [[5], [1, 2, 3], [3, 5]],
    [[5], [2, 3], [1, 3, 5]],
    [[5], [4, 2, 3], [4, 3, 5]],
    [[5], [4, 2, 3], [3, 5]],
    [[5], [2, 3], [4, 3, 5]],
    [[5], [2, 3, 7], [3, 5]],
    [[5], [2, 3], [3, 5, 7]],
    [[5], [4, 2, 3, 7], [4, 3, 5]],
    [[5], [4, 2, 3], [4, 3, 5, 7]],
  ].flatMap((inputs) => ['addmm', 'baddbmm'].map((kind): Corner => ({ kind, inputs }))),
  ...['sum', 'mean', 'max'].flatMap((mode): readonly Corner[] => [
    {
      kind: 'EmbeddingBag',
      options: { num_embeddings: 5, embedding_dim: 4, mode },
      inputs: [places],
      named: { per_sample_weights: [2, 3] },
    },
    {
      kind: 'embedding_bag',
      options: { mode },
      inputs: [places, [5, 4]],
      named: { per_sample_weights: [2, 3] },
    },
  ]),
  // Of what lies in one place in memory, one element alone is written over.
  ...[1, 2].map(
    (stop): Corner => ({
      kind: 'setitem',
      options: {
        index: [
          { start: null, stop: null, step: null },
          { start: 0, stop, step: null },
        ],
      },
      inputs: [{ shape: [4, 1, 2], size: [4, 8, 2] }],
      named: { value: [4, 1, 2] },
    }),
  ),
  ...['abcd,ce->abe', 'abcd,de->abe', 'abcd,ce->abed', 'abcd,de->abec'].map(
    (equation): Corner => ({
      kind: 'einsum',
      options: { equation },
      inputs: [{ shape: [4, 1, 1, 4], dims: [0, 3, 1, 2] }, [1, 6]],
    }),
  ),
  ...['ij,jk,kj->ij', 'ij,jk,kj->ik', 'ij,jk,kl->il', 'ij,jk,kl->li'].map(
    (equation): Corner => ({
      kind: 'einsum',
      options: { equation },
      inputs: [[4, 2], [2, 1], { shape: [2, 1], dims: [1, 0] }],
    }),
  ),
];
