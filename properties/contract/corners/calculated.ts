/** Numbers that divide, scale, limit and raise, and tensors that are made of numbers. */

import { type Corner, each } from './corner.ts';

const whole = (...shape: readonly number[]) => ({ shape, dtype: 'int64' });

const bools = { shape: [2, 3], dtype: 'bool' };

const bytes = [[{ shape: [3], dtype: 'uint8' }], [{ shape: [3], dtype: 'int8' }]];

export const calculated: readonly Corner[] = [
  ...each(['div'], { other: [0], rounding_mode: [undefined, null, 'floor', 'trunc'] }, [whole(2, 3)], [[2, 3]]),
  ...each(['fmod', 'remainder', 'floor_divide'], { other: [0, 2] }, [whole(2, 3)], [[2, 3]]),
  ...each(['pow'], { exponent: [true, false, 1, 0] }, [bools]),
  ...each(['add'], { alpha: [true, 1, 2, 0.5] }, [bools, bools]),
  ...each(['clamp'], { min: [254, 255, 256, 127, 128] }, ...bytes),
  ...each(['clamp'], { max: [-128, -129, 0, -1] }, ...bytes),
  { kind: 'clamp', options: { min: 0 }, inputs: [[3, 4]], named: { max: [3, 4] } },
  ...each(['mean'], { dtype: ['float64', 'float32', 'float16', 'bfloat16', 'int64'] }, [[2, 3]]),
];

export const constant: readonly Corner[] = [
  ...each(['full'], { size: [[2]], fill_value: [true, 1, '1.0', 0.5] }, []),
  ...each(['arange'], { start: [undefined, 0, 5, -1], end: [3], step: [undefined, 0, 2, -1] }, []),
];

/** Parts of a tensor, and what is put in their place. */
export const taken: readonly Corner[] = [
  ...[
    ...each(['split'], { split_size: [2, 3, [1, 4]] }, [[5, 3]]),
    ...each(['chunk'], { chunks: [2, 4] }, [[5, 3]]),
  ].map((one): Corner => ({ ...one, results: 2 })),
  ...each(['select_scatter'], { dim: [0, -1], index: [0, -1] }, [[], []], [[3], []], [[3, 4], [3]], [[3, 4], [4]]),
  ...each(['slice_scatter'], { dim: [0, -1] }, [[], []], [[3], [3]]),
  ...each(
    ['index_copy', 'index_add'],
    { dim: [0, -1] },
    ...[[], [1], [2]].map((places): Corner['inputs'] => [[], whole(...places), []]),
  ),
];
