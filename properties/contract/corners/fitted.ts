/** Sizes, options and parts of layers that fit together only just, or do not. */

import { type Corner, each } from './corner.ts';

const resampled: readonly Corner[] = [
  ...each(
    ['interpolate'],
    { mode: ['lanczos'], size: [4], antialias: [undefined, true], align_corners: [undefined, false, true] },
    [[1, 2, 6, 6]],
  ),
  ...each(
    ['FractionalMaxPool2d', 'FractionalMaxPool3d', 'fractional_max_pool3d'],
    { kernel_size: [2], output_ratio: [0.5] },
    [[1, 2, 6, 6]],
    [[1, 2, 6, 6, 6]],
  ),
  ...['MaxUnpool1d', 'MaxUnpool2d', 'MaxUnpool3d'].flatMap((kind, index) => {
    const shape = [1, 1, ...new Array<number>(index + 1).fill(2)];
    return each(
      [kind],
      { kernel_size: [1], stride: [2, new Array(index + 1).fill(2), new Array(index + 2).fill(2)], padding: [0, 1] },
      [shape, { shape, dtype: 'int64' }],
    );
  }),
  ...each(['Fold', 'fold'], { output_size: [1, [1, 3]], kernel_size: [3], padding: [0, 1] }, [[1, 9, 1]], [[1, 9, 3]]),
  ...each(
    ['CircularPad1d', 'ReplicationPad1d', 'ConstantPad1d'],
    { padding: [[1, 1, 1, 1]], value: [undefined, 0] },
    [[1, 2, 3, 4]],
    [[2, 3]],
  ),
];

const transposed: readonly Corner[] = [
  ...each(
    ['conv_transpose2d'],
    { padding: [[1, 0], [0, 1], 1, 0] },
    [
      [1, 2, 2, 3],
      [2, 1, 1, 1],
    ],
    [
      [1, 2, 3, 2],
      [2, 1, 1, 1],
    ],
  ),
  ...[
    [5, 5],
    [6, 5],
    [1, 3, 6, 5],
    [9, 9, 6, 5],
    [3, 6, 5],
    [6, 7],
  ].map(
    (output_size): Corner => ({
      kind: 'ConvTranspose2d',
      options: { in_channels: 2, out_channels: 3, kernel_size: 3, stride: 2 },
      call: { output_size },
      inputs: [[1, 2, 2, 2]],
    }),
  ),
];

const normalized: readonly Corner[] = [
  ...each(
    ['BatchNorm2d'],
    { num_features: [4], eps: [0, 1e-3], track_running_stats: [true, false], affine: [true, false] },
    [[2, 4, 3, 3]],
  ),
  ...each(
    ['InstanceNorm2d'],
    { num_features: [4, 3], track_running_stats: [true, false], affine: [true, false] },
    [[2, 4, 3, 3]],
    [[4, 3, 3]],
  ),
  ...each(
    ['LocalResponseNorm', 'local_response_norm'],
    { size: [2] },
    [{ shape: [2, 4, 5, 6, 3], dims: [0, 4, 1, 2, 3] }],
    [{ shape: [2, 3, 4, 5, 6], dims: [0, 1, 3, 2, 4] }],
    [{ shape: [2, 3, 4, 5, 6], dims: [4, 3, 2, 1, 0] }],
    [{ shape: [2, 3, 4, 1], size: [2, 3, 4, 5] }],
    [{ shape: [4, 5, 3, 2], dims: [3, 2, 1, 0] }],
  ),
];

const paired: readonly Corner[] = [
  ...each(
    ['bilinear'],
    {},
    [
      [2, 3, 4],
      [2, 5, 4],
      [6, 4, 4],
    ],
    [
      [2, 3, 4],
      [2, 3, 5],
      [6, 4, 5],
    ],
  ),
  ...each(
    ['Bilinear'],
    { in1_features: [4], in2_features: [5], out_features: [6] },
    [
      [2, 3, 4],
      [2, 3, 5],
    ],
    [
      [2, 3, 4],
      [2, 2, 5],
    ],
    [[4], [5]],
    [[2, 4], [5]],
    [[], [5]],
  ),
  ...each(['normalize'], {}, [{ shape: [2, 3], dtype: 'int64' }], [{ shape: [2, 3], dtype: 'bool' }]),
];

/** Of several steps, and what a state before the first one is. */
const recurrent: readonly Corner[] = ['GRU', 'RNN'].flatMap((kind) =>
  [
    [1, 2, 4],
    [1, 5, 4],
  ].map((hx): Corner => ({ kind, options: { input_size: 3, hidden_size: 4 }, inputs: [[5, 2, 3]], named: { hx } })),
);

const sizes = { d_model: 4, nhead: 2, dim_feedforward: 3 };
const encoder = {
  kind: 'TransformerEncoder',
  options: { encoder_layer: { kind: 'TransformerEncoderLayer', options: sizes }, num_layers: 1 },
};
const decoder = {
  kind: 'TransformerDecoder',
  options: { decoder_layer: { kind: 'TransformerDecoderLayer', options: sizes }, num_layers: 1 },
};

const whole = (options: object): Corner => ({
  kind: 'Transformer',
  options: { ...sizes, dim_feedforward: 5, num_encoder_layers: 2, num_decoder_layers: 2, ...options },
  inputs: [
    [3, 1, 4],
    [2, 1, 4],
  ],
});

const transformers: readonly Corner[] = [
  ...[{}, { custom_encoder: encoder }, { custom_decoder: decoder }].map(whole),
  ...[{ custom_encoder: encoder }, { custom_decoder: decoder }].map((custom) => whole({ ...custom, nhead: 3 })),
  whole({ custom_encoder: encoder, custom_decoder: decoder, nhead: 3 }),
  ...[
    [1, 1],
    [2, 2],
  ].map((shape): Corner => ({ ...encoder, inputs: [[1, 2, 4]], named: { mask: { shape, dtype: 'bool' } } })),
  ...['bool', 'float32', 'int64'].flatMap((dtype) =>
    [
      [3, 3],
      [2, 3],
      [1, 1],
    ].map((shape): Corner => ({ ...encoder, inputs: [[3, 2, 4]], named: { mask: { shape, dtype } } })),
  ),
  ...['bool', 'int64'].map(
    (dtype): Corner => ({
      ...encoder,
      inputs: [[3, 2, 4]],
      named: { src_key_padding_mask: { shape: [2, 3], dtype } },
    }),
  ),
  ...[
    { op: 'relu', spelling: 'torch.relu' },
    { op: 'relu', spelling: 'torch.nope' },
    { op: 'relu', spelling: 'torch.nn.functional.nope' },
    { op: 'threshold' },
    { op: 'GELU' },
    { kind: 'gelu', options: {} },
    { kind: 'GELU', options: {} },
  ].map(
    (activation): Corner => ({
      kind: 'TransformerEncoderLayer',
      options: { ...sizes, activation },
      inputs: [[3, 2, 4]],
    }),
  ),
  ...each(['TransformerEncoderLayer'], { d_model: [4], nhead: [3], dim_feedforward: [3] }, [[3, 2, 4]]),
];

const attended: readonly Corner[] = [true, false].flatMap((need_weights) =>
  [true, false].map(
    (average_attn_weights): Corner => ({
      kind: 'MultiheadAttention',
      options: { embed_dim: 4, num_heads: 2 },
      call: { need_weights, average_attn_weights },
      inputs: [
        [3, 2, 4],
        [3, 2, 4],
        [3, 2, 4],
      ],
      results: need_weights ? 2 : 1,
    }),
  ),
);

const arranged: readonly Corner[] = [
  ...each(['Unflatten'], { dim: [1, -1, -3, 2], unflattened_size: [[-1, 0], [0], [-1, 3], [2, -1], [2, 2], [2, 3]] }, [
    [2, 4],
  ]),
  ...each(['ChannelShuffle', 'channel_shuffle'], { groups: [2, 3] }, [[1, 4, 2, 2]]),
  ...each(['PixelShuffle', 'PixelUnshuffle'], { upscale_factor: [undefined, 2], downscale_factor: [undefined, 2] }, [
    [1, 3, 3, 3],
  ]),
];

export const fitted: readonly Corner[] = [
  resampled,
  transposed,
  normalized,
  paired,
  recurrent,
  transformers,
  attended,
  arranged,
].flat();
