/** Paddings and copies. */

import { layers } from '../../../src/engine/index.ts';
import { type Corner, each } from './corner.ts';

const pads = [[1, 1], [-1, 2], [2, -1], [-3, 4], [0, -4], [-2, 0], [3, 0], [1], [1, 1, 1, 2]];

export const padded: readonly Corner[] = [
  ...each(
    ['pad'],
    { pad: [...pads, [], [1, 1, 1, 1, 1, 1, 1, 1]], mode: ['constant', 'circular', 'reflect', 'replicate'] },
    [[2, 3]],
    [[2, 2, 3]],
    [[3]],
    [{ shape: [2, 3], dtype: 'bool' }],
    [{ shape: [2, 2, 3, 4], dims: [0, 3, 1, 2] }],
  ),
  ...each(
    ['pad'],
    {
      pad: [
        [1, 0],
        [-1, 0],
      ],
      value: [undefined, 1, -1, 255, 300, -0.5],
    },
    [{ shape: [2, 3], dtype: 'uint8' }],
  ),
  ...each(['CircularPad1d', 'ReflectionPad1d', 'ReplicationPad1d', 'ZeroPad1d'], { padding: [...pads, 1, 3, 4, -1] }, [
    [2, 3],
  ]),
];

const formats = ['channels_last', 'channels_last_3d', 'contiguous_format', 'preserve_format'];

export const copied: readonly Corner[] = [...layers.values()]
  .filter(({ kind, optionNames }) => optionNames.includes('memory_format') && kind !== 'contiguous')
  .flatMap(({ kind }) =>
    each(
      [kind],
      { memory_format: [undefined, ...formats] },
      [[2, 3, 4]],
      [[2, 3, 4, 5]],
      [{ shape: [2, 3, 4, 5], dims: [0, 3, 1, 2] }],
      [{ shape: [2, 3, 1], size: [2, 3, 4] }],
    ),
  );
