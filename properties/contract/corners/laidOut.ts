/** Layouts that kernels choose by sizes and types, and strides of sizes of 1, which show in a result behind them. */

import { type Corner, each } from './corner.ts';

/** Dimensions of a tensor whose channels lie innermost in memory. */
const images = [0, 3, 1, 2];
const volumes = [0, 4, 1, 2, 3];

const first = { start: null, stop: 1, step: null };

const wider = { op: 'interpolate', options: { size: 2 } };
const longer = { op: 'interpolate', options: { size: 2, mode: 'area' } };

/** Whether torch convolves volumes by oneDNN, which keeps channels innermost, as its own kernels do not. */
const volumesBy = (shape: readonly number[], weight: readonly number[], options = {}, dtype = 'float32'): Corner => ({
  kind: 'conv3d',
  options,
  inputs: [
    { shape, dims: volumes, dtype },
    { shape: weight, dtype },
  ],
});

const convolved: readonly Corner[] = [
  ...[2, 15, 16, 17].map((batch) => volumesBy([batch, 2, 2, 2, 3], [4, 3, 1, 1, 1])),
  volumesBy([2, 2, 2, 2, 3], [4, 3, 1, 1, 1], { stride: 2 }),
  volumesBy([2, 2, 2, 2, 3], [4, 3, 1, 1, 1], { dilation: 2 }),
  volumesBy([2, 4, 4, 4, 3], [4, 3, 1, 2, 2], {}, 'float64'),
  volumesBy([1, 5, 5, 5, 3], [4, 3, 1, 3, 4]),
  volumesBy([1, 5, 5, 5, 3], [4, 3, 1, 4, 3]),
  volumesBy([1, 5, 5, 5, 3], [4, 3, 1, 4, 4]),
  volumesBy([1, 4, 1023, 2, 5], [2, 5, 1, 3, 2]),
  volumesBy([1, 4, 1024, 2, 5], [2, 5, 1, 3, 2]),
  volumesBy([1, 4, 1025, 2, 5], [2, 5, 1, 3, 2]),
  {
    kind: 'Conv3d',
    options: {
      ...{ in_channels: 5, out_channels: 2, kernel_size: [1, 3, 1], padding: [0, 1, 0], padding_mode: 'replicate' },
    },
    inputs: [{ shape: [1, 4, 1023, 2, 5], dims: volumes }],
  },
  ...[
    { stride: 1, output_padding: [1, 0, 0], dilation: 2 },
    { stride: [2, 1, 1], output_padding: [1, 0, 0], dilation: 2 },
  ].map(
    (options): Corner => ({
      kind: 'conv_transpose3d',
      options,
      inputs: [{ shape: [4, 5, 3, 5, 5], dims: volumes }, [5, 3, 4, 4, 2]],
    }),
  ),
  // Groups of one channel and one place, which have no order in memory of their own.
  { kind: 'conv2d', options: { groups: 2, padding: 1 }, inputs: [{ shape: [2, 1, 1, 2], dims: images }, [4, 1, 1, 1]] },
  { kind: 'conv2d', options: { groups: 1, padding: 1 }, inputs: [{ shape: [2, 1, 1, 2], dims: images }, [4, 2, 1, 1]] },
  // Images that are parts of others, with gaps in memory.
  {
    kind: 'Conv2d',
    options: { in_channels: 2, out_channels: 3, kernel_size: 1, padding: 1 },
    inputs: [{ shape: [1, 1, 2, 2], index: ['...', 0], dims: [2, 0, 1] }],
  },
  ...['float32', 'float64'].map(
    (dtype): Corner => ({
      kind: 'conv2d',
      options: { padding: 2 },
      inputs: [
        { shape: [3, 2, 2, 2], index: ['...', first, first, first], dims: images, dtype },
        { shape: [2, 1, 3, 3], dtype },
      ],
    }),
  ),
  ...[2, 4].map(
    (channels): Corner => ({
      kind: 'conv2d',
      options: { groups: 2 },
      inputs: [
        { shape: [2, 2, 2, 4], dims: images, dtype: 'float64' },
        { shape: [channels, 2, 2, 2], dtype: 'float64' },
      ],
      behind: [wider],
    }),
  ),
  // Rows of one channel lie as images of one row do whose channels are innermost.
  ...each(
    ['Conv1d'],
    { in_channels: [1], out_channels: [2], kernel_size: [2, 3], padding: ['same', 'valid', 1] },
    [{ shape: [2, 5, 1], dims: [0, 2, 1] }],
    [{ shape: [5, 1], dims: [1, 0] }],
  ),
];

const one: Corner['inputs'] = [{ shape: [2, 1, 1, 3], dims: images }];

/** Of sizes of 1 that lie otherwise than row by row. */
const single: readonly Corner[] = [
  ...['dropout', 'alpha_dropout', 'dropout2d', 'feature_alpha_dropout', 'dropout3d'].flatMap((kind) =>
    [0.5, 1].flatMap((p) =>
      [true, false].map(
        (inplace): Corner => ({ kind, options: { p, training: true, inplace }, inputs: one, behind: [wider] }),
      ),
    ),
  ),
  ...['dropout2d', 'feature_alpha_dropout'].map(
    (kind): Corner => ({
      kind,
      options: { training: true },
      inputs: [{ shape: [1, 2, 1, 3], dims: images }],
      behind: [wider],
    }),
  ),
  ...['BatchNorm2d', 'GroupNorm', 'relu', 'logsigmoid', 'LogSigmoid'].map(
    (kind): Corner => ({
      kind,
      options:
        kind === 'BatchNorm2d' ? { num_features: 3 } : kind === 'GroupNorm' ? { num_groups: 1, num_channels: 3 } : {},
      inputs: one,
      behind: [wider],
    }),
  ),
  { kind: 'add', inputs: [...one, ...one], behind: [wider] },
  { kind: 'add', inputs: [...one, [1]], behind: [wider] },
  { kind: 'add', options: { other: 2 }, inputs: one, behind: [wider] },
  { kind: 'div', options: { other: 2 }, inputs: one, behind: [wider] },
  ...['pow', 'rdiv', 'rpow', 'rsub', 'eq'].map(
    (kind): Corner => ({
      kind,
      options: { [kind === 'pow' ? 'exponent' : 'other']: 2 },
      inputs: one,
      behind: [wider],
    }),
  ),
  { kind: 'clamp', options: { min: 0 }, inputs: one, behind: [wider] },
  ...[1, 2].map(
    (output_size): Corner => ({
      kind: 'adaptive_avg_pool3d',
      options: { output_size },
      inputs: [{ shape: [2, 4, 4, 4, 3], dims: volumes }],
      behind: [wider],
    }),
  ),
  {
    kind: 'adaptive_avg_pool2d',
    options: { output_size: 1 },
    inputs: [{ shape: [2, 4, 4, 3], dims: images }],
    behind: [wider],
  },
  // Rows of one element.
  {
    kind: 'adaptive_avg_pool1d',
    options: { output_size: 1 },
    inputs: [{ shape: [2, 4, 3], dims: [0, 2, 1] }],
    behind: [longer],
  },
  { kind: 'conv1d', inputs: [{ shape: [2, 1, 3], dims: [0, 2, 1] }, [4, 3, 1]], behind: [longer] },
];

/** Operands whose elements share places in memory, of which some are converted first. */
const converted: readonly Corner[] = ['add', 'div', 'eq'].flatMap((kind) =>
  ['int64', 'float32'].flatMap((dtype) =>
    ['int64', 'float32'].flatMap((other): readonly Corner[] => [
      {
        kind,
        inputs: [
          { shape: [2, 3, 1], size: [2, 3, 4], dtype },
          { shape: [4, 3, 2], dims: [2, 1, 0], dtype: other },
        ],
      },
      {
        kind,
        inputs: [
          { shape: [1, 3, 4], size: [2, 3, 4], dtype },
          { shape: [4, 2, 3], dims: [1, 2, 0], dtype: other },
        ],
      },
    ]),
  ),
);

const pooled: readonly Corner[] = [
  ...each(
    ['max_pool3d', 'MaxPool3d'],
    { kernel_size: [2], stride: [1], padding: [1] },
    [[3, 1, 1, 1]],
    [{ shape: [1, 1, 1, 3], dims: [3, 0, 1, 2] }],
    [[1, 2, 2, 2]],
  ),
  ...each(
    ['interpolate'],
    { mode: ['area', 'nearest'], size: [1, 3] },
    [{ shape: [2, 4, 3], dims: [0, 2, 1] }],
    [{ shape: [2, 4, 4, 3], dims: images }],
    [{ shape: [2, 4, 4, 4, 3], dims: volumes }],
  ),
  ...[1, 3].map(
    (size): Corner => ({
      kind: 'interpolate',
      options: { mode: 'area', size },
      inputs: [{ shape: [2, 4, 4, 4, 3], dims: volumes }],
      behind: [wider],
    }),
  ),
];

/** Functions of elements alone, of what has one element in all dimensions but one, and other strides than these say. */
const alone: readonly Corner[] = (
  [
    ['float32', ['abs', 'sin', 'add', 'mul', 'div', 'maximum']],
    ['int64', ['sin', 'sqrt', 'div', 'atan2']],
  ] as const
).flatMap(([dtype, kinds]) =>
  kinds.flatMap((kind) => {
    const one = { shape: [1, 1, 1, 2], dims: images, dtype };
    return [[one], [one, one], [one, { ...one, dims: [0, 1, 2, 3], shape: [1, 2, 1, 1] }]].map(
      (inputs): Corner => ({ kind, inputs, behind: [wider] }),
    );
  }),
);

export const laidOut: readonly Corner[] = [convolved, single, converted, pooled, alone].flat();
