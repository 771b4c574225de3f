/** Differences along a dimension, of what is put before and behind. */

import { type Corner, combined } from './corner.ts';

const dims = [undefined, 0, 1, -2, 2];

/** What is put before or behind: along either dimension, along none, of another type, and of another rank. */
const others: readonly NonNullable<Corner['named']>[] = [
  {},
  { prepend: [1, 4] },
  { prepend: [3, 2] },
  { append: [2, 2] },
  { prepend: [3, 1], append: [3, 2] },
  { append: { shape: [1, 4], dtype: 'float64' } },
  { prepend: { shape: [3, 1], dtype: 'int64' } },
  { append: [4] },
];

export const differences: readonly Corner[] = [
  ...[{ shape: [3, 4] }, { shape: [4, 3], dims: [1, 0] }, { shape: [1, 4], size: [3, 4] }].flatMap((x) =>
    ['float32', 'bool', 'int64'].flatMap((dtype) =>
      others.flatMap((named) =>
        combined({ n: [undefined, 0, 2], dim: dims }).map(
          (options): Corner => ({ kind: 'diff', options, inputs: [{ ...x, dtype }], named }),
        ),
      ),
    ),
  ),
  ...[[], [3], [4, 3, 4, 5]].flatMap((shape) =>
    combined({ n: [undefined, 0, 1, 2], dim: dims }).map(
      (options): Corner => ({ kind: 'diff', options, inputs: [shape] }),
    ),
  ),
  // Images whose channels lie innermost, with others that do and do not.
  ...[{}, { prepend: { shape: [1, 3, 3, 2], dims: [0, 3, 1, 2] } }, { prepend: [1, 2, 3, 3] }].map(
    (named): Corner => ({
      kind: 'diff',
      options: { dim: 0 },
      inputs: [{ shape: [2, 3, 3, 2], dims: [0, 3, 1, 2] }],
      named,
    }),
  ),
];
