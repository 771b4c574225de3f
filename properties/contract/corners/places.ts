/** Places that are looked at and written. */

import type { Corner, Given } from './corner.ts';

const all = { start: null, stop: null, step: null };

const tensorAt = (...shape: readonly number[]): Given => ({ shape, dtype: 'int64' });

/** Indices, each with the tensors of places that it names. */
const indices: readonly (readonly [index: readonly unknown[], ...tensors: readonly Given[]])[] = [
  [[]],
  [['...']],
  [[null]],
  [[0]],
  [[2]],
  [[3]],
  [[-3]],
  [[-4]],
  [[0, 1, 2]],
  [[0, 1, 2, 0]],
  [[all, 1, null, '...']],
  [['...', null, 0]],
  [[{ start: 1, stop: null, step: null }]],
  [[{ start: -2, stop: -1, step: 2 }]],
  [
    [
      { start: null, stop: 9, step: 3 },
      { start: 0, stop: 3, step: 2 },
    ],
  ],
  [[{ start: null, stop: null, step: -1 }]],
  [[{ start: null, stop: null, step: 0 }]],
  [[[0]]],
  [[[0, 2, -3]]],
  [[[0, 3]]],
  [[[0, -4]]],
  [
    [
      [0, 2],
      [1, 3],
    ],
  ],
  [
    [
      [0, 2],
      [1, 3, 0],
    ],
  ],
  [[[0, 2], all, [1, 3]]],
  [[all, [0, 2], [1, 3]]],
  [[all, [0, 2]]],
  [['...', [0, 2]]],
  [[[0, 2], 1]],
  [[1, [0, 2]]],
  [[[0, 2], null, [1]]],
  [['tensor'], tensorAt(2)],
  [['tensor'], tensorAt()],
  [['tensor'], tensorAt(2, 3)],
  [['tensor']],
  [['tensor', 'tensor'], tensorAt(2), tensorAt(2)],
  [['tensor', 'tensor'], tensorAt(2, 1), tensorAt(3)],
  [['tensor', 'tensor'], tensorAt(2), tensorAt(3)],
  [['tensor', all, 'tensor'], tensorAt(2), tensorAt(2)],
  [['tensor', all, 'tensor'], tensorAt(2), tensorAt()],
  [[all, 'tensor', 'tensor'], tensorAt(2, 3), tensorAt(3)],
  [[all, 'tensor'], tensorAt(3, 1)],
  [['...', 'tensor'], tensorAt(1, 3)],
  [['tensor', [0, 1]], tensorAt(2)],
];

const lookedAt: readonly (Given | readonly number[])[] = [
  [3, 4, 5],
  { shape: [5, 3, 4], dims: [1, 2, 0] },
  { shape: [4, 3, 5], dims: [1, 0, 2] },
  { shape: [1, 4, 5], size: [3, 4, 5] },
  { shape: [3, 1, 5], size: [3, 4, 5] },
];

export const indexed: readonly Corner[] = [
  ...indices.flatMap(([index, ...tensors]) =>
    lookedAt.flatMap((x): readonly Corner[] => [
      { kind: 'getitem', options: { index }, inputs: [x, ...tensors] },
      { kind: 'setitem', options: { index, value: 0.5 }, inputs: [x, ...tensors] },
    ]),
  ),
  ...indices.flatMap(([index, ...tensors]) =>
    [[], [1], [5], [1, 5], [2, 5], [2], [1, 1, 1, 5], [2, 1, 5], [4, 5]].map(
      (value): Corner => ({ kind: 'setitem', options: { index }, inputs: [[3, 4, 5], ...tensors], named: { value } }),
    ),
  ),
  ...[[1], [[0]], [[0, 1]], [all]].flatMap((index): readonly Corner[] => [
    { kind: 'getitem', options: { index }, inputs: [[]] },
    { kind: 'setitem', options: { index, value: -1 }, inputs: [{ shape: [3], dtype: 'uint8' }] },
    { kind: 'setitem', options: { index, value: -0.5 }, inputs: [{ shape: [3], dtype: 'uint8' }] },
    {
      kind: 'setitem',
      options: { index },
      inputs: [[3]],
      named: { value: { shape: [1], dtype: 'float64' } },
    },
  ]),
];
