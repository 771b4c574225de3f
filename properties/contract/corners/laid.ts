/** Orders in memory that a result has from one input of several, and numbers of dimensions that few functions take. */

import { type Corner, each } from './corner.ts';

const all = { start: null, stop: null, step: null };

const innermost = { shape: [2, 4, 5, 3], dims: [0, 3, 1, 2] };

const tensorAt = (...shape: readonly number[]) => ({ shape, dtype: 'int64' });

const turnedPlaces = { ...tensorAt(3, 2), dims: [1, 0] };

export const laid: readonly Corner[] = [
  ...each(['stack'], { dim: [0, 1, 2, 3, 4, -1] }, [innermost, innermost]),
  ...each(
    ['roll'],
    {
      shifts: [
        [1, 2],
        [0, 1],
        [1, 0],
        [-1, 4],
      ],
      dims: [
        [2, 3],
        [0, 1],
        [3, 0],
      ],
    },
    [innermost],
  ),
  ...each(['roll'], { shifts: [0, 1, -1, 5], dims: [0, 1, 2, 3, undefined] }, [innermost]),
  ...each(
    ['getitem'],
    { index: [['tensor'], ['...', 'tensor'], [all, 'tensor']] },
    ...[[3, 4, 5], { shape: [5, 3, 4], dims: [1, 2, 0] }].map((x): Corner['inputs'] => [x, turnedPlaces]),
  ),
  ...each(
    ['getitem'],
    {
      index: [
        ['tensor', 'tensor'],
        ['tensor', all, 'tensor'],
      ],
    },
    ...[tensorAt(2, 3), tensorAt(3), tensorAt(2, 1), turnedPlaces, { ...tensorAt(1, 2), dims: [1, 0] }].flatMap(
      (other): Corner['inputs'][] => [
        [[3, 4, 5], turnedPlaces, other],
        [[3, 4, 5], other, turnedPlaces],
      ],
    ),
  ),
  ...each(
    ['getitem'],
    {
      index: [
        ['...', '...', 0],
        ['...', '...'],
        [0, '...', '...'],
        [0, '...', '...', 1],
        [null, '...', '...'],
        ['...', '...', null],
        ['...', [0, 1], '...'],
        [0, '...', '...', [0, 1]],
        [0, 0, 0, '...', '...'],
        [all, all, all, '...', '...', null],
        [all, '...', all, '...', all],
        [0, '...', '...', null],
      ],
    },
    [[3, 4, 5]],
  ),
  ...each(['getitem'], { index: [[all, [0, 2], all, [1, 3]]] }, [[5, 3, 4, 4]]),
];

export const shaped: readonly Corner[] = [
  ...each(
    ['movedim'],
    {
      source: [0, [0], [0, 1]],
      destination: [1, [1], [1, 0]],
    },
    [[2, 3, 4]],
  ),
  ...each(['mT', 't'], {}, [[3]], [[2, 3]], [[2, 3, 4]]),
  ...each(['unflatten'], { dim: [0, -1], sizes: [[1], [-1], [1, 1], []] }, [[]], [[1]]),
  ...each(
    ['grid_sample'],
    {},
    [
      [2, 3, 4],
      [2, 5, 1],
    ],
    [
      [2, 3, 4, 4, 4, 4],
      [2, 5, 5, 5, 5, 4],
    ],
  ),
  ...each(
    ['bilinear'],
    {},
    [
      [2, 3],
      [2, 4],
      [5, 3, 4, 1],
    ],
    [
      [2, 3],
      [2, 4],
      [5, 3],
    ],
  ),
  ...each(['instance_norm'], { use_input_stats: [true, false] }, [[3]], [[2, 3]]),
];

/** Equations of several operands. */
export const summed: readonly Corner[] = ['float32', 'int32'].flatMap((dtype) =>
  [
    {
      equation: 'abk,ck->acb',
      shapes: [
        [2, 3, 4],
        [5, 4],
      ],
    },
    {
      equation: 'ij,jk,kl->il',
      shapes: [
        [2, 3],
        [3, 4],
        [4, 5],
      ],
    },
    { equation: 'ijm,jl,l->i', shapes: [[2, 3, 4], [3, 5], [5]] },
    { equation: '...->1', shapes: [[3]] },
    { equation: '...,...->', shapes: [[3], [3]] },
  ].map(
    ({ equation, shapes }): Corner => ({
      kind: 'einsum',
      options: { equation },
      inputs: shapes.map((shape) => ({ shape, dtype })),
    }),
  ),
);
