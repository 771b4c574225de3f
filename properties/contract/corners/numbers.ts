/** Reductions, and numbers of every type. */

import { dtypes } from '../misshapen.ts';
import { type Corner, each } from './corner.ts';

export const reduced: readonly Corner[] = [
  ...each(
    ['norm'],
    {
      p: [undefined, null, 'fro', 'inf', '-inf', 0, 1, '2.5'],
      dim: [undefined, null, [], 0, [0, 1], [0, 1, 2], [0, 0]],
    },
    [[2, 3, 4]],
    [[]],
  ),
  ...each(
    ['sum', 'mean', 'amax', 'amin', 'all', 'any', 'std', 'var', 'logsumexp', 'prod', 'max', 'min', 'argmax'],
    { dim: [undefined, null, [], 0, -1, [0, 1], [0, 0], 3], keepdim: [undefined, true] },
    [[2, 3]],
    [[]],
    [{ shape: [2, 3], dtype: 'uint8' }],
    [{ shape: [2, 3], dtype: 'bool' }],
  ),
];

export const typed: readonly Corner[] = [
  ...dtypes.flatMap((a) =>
    dtypes.flatMap((b) => [
      ...each(['add'], {}, [
        { shape: [2], dtype: a },
        { shape: [2], dtype: b },
      ]),
      ...each(['add', 'maximum'], {}, [
        { shape: [2], dtype: a },
        { shape: [], dtype: b },
      ]),
    ]),
  ),
  ...dtypes.flatMap((dtype) => each(['add', 'mul'], { other: [true, 1, '2.0', 0.5] }, [{ shape: [2], dtype }])),
  ...dtypes.flatMap((dtype) =>
    each(
      ['fill_'],
      { value: [-1, -255, -256, 255, 256, 127, 128, -128, -129, 32767, 32768, -32769, '-0.5', '300.0', true] },
      [{ shape: [2], dtype }],
    ),
  ),
];
