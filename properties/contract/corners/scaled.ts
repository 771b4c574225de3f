/** Norms whose weights, biases and statistics are of other types than their input. */

import { type Corner, each } from './corner.ts';

const kinds: readonly (readonly [kind: string, options: Corner['options'], shape: readonly number[]])[] = [
  ['batch_norm', {}, [4]],
  ['instance_norm', {}, [4]],
  ['instance_norm', { use_input_stats: false }, [4]],
  ['group_norm', { num_groups: 2 }, [4]],
  ['layer_norm', { normalized_shape: [3] }, [3]],
  ['rms_norm', { normalized_shape: [3] }, [3]],
];

const floats = ['float32', 'float64', 'float16', 'bfloat16'];
const pairs = floats.flatMap((first) => floats.map((second) => [first, second] as const));

/** Statistics of the same types, where the function must be given them. */
const statistics = (kind: string, options: Corner['options'], dtype: string, shape: readonly number[]) =>
  kind === 'batch_norm' || options?.use_input_stats === false
    ? { running_mean: { shape, dtype }, running_var: { shape, dtype } }
    : {};

export const scaled: readonly Corner[] = kinds.flatMap(([kind, options, shape]) =>
  floats.flatMap((dtype) =>
    pairs.map(
      ([first, second]): Corner => ({
        kind,
        options: options ?? {},
        inputs: [{ shape: [2, 4, 3], dtype }],
        named: {
          ...statistics(kind, options, second, shape),
          weight: { shape, dtype: first },
          ...(kind === 'rms_norm' ? {} : { bias: { shape, dtype: second } }),
        },
      }),
    ),
  ),
);

const modules: readonly (readonly [kind: string, choices: Readonly<Record<string, readonly unknown[]>>])[] = [
  ['BatchNorm1d', { num_features: [4], affine: [true, false], track_running_stats: [true, false] }],
  ['SyncBatchNorm', { num_features: [4], affine: [true, false], track_running_stats: [true, false] }],
  ['InstanceNorm1d', { num_features: [4], affine: [true, false], track_running_stats: [true, false] }],
  ['GroupNorm', { num_groups: [2], num_channels: [4], affine: [true, false] }],
  ['LayerNorm', { normalized_shape: [[3]], elementwise_affine: [true, false], bias: [true, false] }],
  ['RMSNorm', { normalized_shape: [[3]], elementwise_affine: [true, false] }],
  ['PReLU', { num_parameters: [1, 4] }],
];

/** Modules, whose weights are float32. */
export const scaling: readonly Corner[] = modules.flatMap(([kind, choices]) =>
  each([kind], choices, ...floats.map((dtype): Corner['inputs'] => [{ shape: [2, 4, 3], dtype }])),
);

/** Rows without places, whose statistics are given. */
export const placeless: readonly Corner[] = [[2, 3], [3]].map(
  (shape): Corner => ({
    kind: 'instance_norm',
    options: { use_input_stats: false },
    inputs: [shape],
    named: { running_mean: [3], running_var: [3] },
  }),
);
