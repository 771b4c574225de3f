/** What PyTorch refuses for the shape of a tensor beside the first, and what fits only just. */

import type { Corner } from './corner.ts';

/** Windows of volumes begin at places for each sample and channel. */
const sampled = (kind: string, sizes: readonly number[], samples: readonly number[]): Corner => ({
  kind,
  options: { kernel_size: 1, output_size: 1 },
  inputs: [[3, 2, ...sizes]],
  named: { _random_samples: samples },
});

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
    ].flatMap((samples) =>
      [`fractional_max_pool${dimensions}d`].map((kind) =>
        sampled(kind, dimensions === 2 ? [4, 4] : [4, 4, 4], samples),
      ),
    ),
  ),
  ...[[-1], [-1, 2], [2, -1], [-1, 4], [3, 2], [2, 2], [-1, 3, 2], [-1, -1]].map(
    (unflattened_size): Corner => ({
      kind: 'Unflatten',
      options: { dim: 1, unflattened_size },
      inputs: [[2, 6]],
    }),
  ),
];
