/** Networks of one call that random ones seldom are: options, orders in memory and types that meet in one place of a rule. */

import { type ArchitectureJson, type LayerDefinition, layers } from '../../src/engine/index.ts';

/** A tensor that the call takes. */
interface Given {
  readonly shape: readonly number[];
  readonly dtype?: string;
  /** Behind a view with dimensions in this order. */
  readonly dims?: readonly number[];
  /** Behind a view that repeats it to this size. */
  readonly size?: readonly number[];
}

export interface Corner {
  readonly kind: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly inputs: readonly (Given | readonly number[])[];
  readonly named?: Readonly<Record<string, Given | readonly number[]>>;
  readonly spelling?: string;
}

const givenOf = (given: Given | readonly number[]): Given => ('shape' in given ? given : { shape: given });

/** A corner as a network of one call. */
export const cornerNetwork = ({ kind, options = {}, inputs, named = {}, spelling }: Corner): ArchitectureJson => {
  const { target } = layers.get(kind) as LayerDefinition;
  const names = [...inputs.map((_, index) => `x${index}`), ...Object.keys(named)];
  const given = [...inputs, ...Object.values(named)].map(givenOf);
  const views = given.map(({ dims, size }) =>
    dims ? { op: 'permute', options: { dims } } : size ? { op: 'expand', options: { size } } : undefined,
  );
  const takenAs = (index: number): string => `${views[index] ? 'seen_' : ''}${names[index]}`;
  return {
    inputs: given.map(({ shape, dtype = 'float32' }, index) => ({ name: names[index], shape, dtype })),
    modules: target === 'module' ? [{ path: 'layer', kind, options }] : [],
    calls: [
      ...views.flatMap((view, index) => (view ? [{ id: takenAs(index), inputs: [names[index]], ...view }] : [])),
      {
        id: 'y',
        ...(target === 'module' ? { module: 'layer' } : { op: kind, options }),
        inputs: inputs.map((_, index) => takenAs(index)),
        named: Object.fromEntries(Object.keys(named).map((name, index) => [name, takenAs(inputs.length + index)])),
        ...(spelling ? { spelling } : {}),
      },
    ],
    outputs: ['y'],
  } as unknown as ArchitectureJson;
};

type Choices = Readonly<Record<string, readonly unknown[]>>;

/** Every choice of each option with every other. */
const combined = (choices: Choices): readonly Readonly<Record<string, unknown>>[] =>
  Object.entries(choices).reduce<readonly Readonly<Record<string, unknown>>[]>(
    (all, [name, values]) =>
      all.flatMap((one) => values.map((value) => (value === undefined ? one : { ...one, [name]: value }))),
    [{}],
  );

/** These kinds with every choice of options on each of these lists of inputs. */
const each = (kinds: readonly string[], choices: Choices, ...inputs: readonly Corner['inputs'][]): readonly Corner[] =>
  kinds
    .filter((kind) => layers.has(kind))
    .flatMap((kind) =>
      combined(choices).flatMap((options) => inputs.map((one): Corner => ({ kind, options, inputs: one }))),
    );

const dropoutFunctions = ['dropout', 'dropout1d', 'dropout2d', 'dropout3d', 'alpha_dropout', 'feature_alpha_dropout'];
const dropoutModules = ['Dropout', 'Dropout1d', 'Dropout2d', 'Dropout3d', 'AlphaDropout', 'FeatureAlphaDropout'];
const laid: readonly Corner['inputs'][] = [
  [[3, 4]],
  [[2, 3, 4]],
  [{ shape: [2, 3, 4], dims: [2, 0, 1] }],
  [{ shape: [2, 1, 4], size: [2, 3, 4] }],
  [{ shape: [2, 3, 1], size: [2, 3, 1], dims: [1, 0, 2] }],
  [{ shape: [3, 1, 2, 1], dims: [2, 0, 1, 3] }],
  [{ shape: [2, 1, 1, 1], size: [2, 3, 1, 1] }],
  [{ shape: [2, 3, 4, 5], dims: [0, 3, 1, 2] }],
  [{ shape: [2, 2, 3, 4, 5], dims: [0, 4, 1, 2, 3] }],
];

const dropped: readonly Corner[] = [
  ...each(dropoutFunctions, { p: [0.5, 1, 0], training: [true, false], inplace: [true, false] }, ...laid),
  ...each(dropoutModules, { inplace: [true, false] }, ...laid),
];

const shuffled: readonly Corner[] = [
  ...each(['pixel_shuffle', 'PixelShuffle'], { upscale_factor: [1, 2] }, [
    { shape: [1, 3, 2, 2, 4], dims: [0, 4, 1, 2, 3] },
  ]),
  ...each(
    ['pixel_shuffle', 'PixelShuffle'],
    { upscale_factor: [1, 2, 3] },
    [[2, 4, 2, 2]],
    [[1, 2, 4, 2, 2]],
    [[4, 3]],
  ),
  ...each(
    ['pixel_unshuffle', 'PixelUnshuffle'],
    { downscale_factor: [1, 2, 3] },
    [[2, 4, 6]],
    [[2, 3, 4]],
    [[2, 4, 3]],
    [{ shape: [1, 3, 2, 2, 4], dims: [0, 4, 1, 2, 3] }],
  ),
  ...each(
    ['channel_shuffle', 'ChannelShuffle'],
    { groups: [1, 2, 3] },
    [[2, 4, 3]],
    [[1, 4, 2, 2, 2]],
    [{ shape: [1, 3, 2, 2, 4], dims: [0, 4, 1, 2, 3] }],
  ),
  ...each(
    ['Unflatten'],
    {
      dim: [0, 1, -1, 2, -2, -3],
      unflattened_size: [[2, 3], [-1, 3], [-1, -1], [6], [2, 2], [-1, 0], [0, -1], [1, 6, 1]],
    },
    [[6]],
    [[6, 6]],
    [{ shape: [6, 6], dims: [1, 0] }],
  ),
];

const ordered: readonly Corner[] = [
  ...each(
    ['roll'],
    {
      shifts: [0, 1, -1, 5, [1], [-4], [1, 2], []],
      dims: [undefined, null, [], 0, -1, [0], [1], [0, 1], [0, 0], 2, [5]],
    },
    [[]],
    [[3]],
    [[3, 4]],
    [{ shape: [3, 4], dims: [1, 0] }],
    [{ shape: [3, 1], size: [3, 4] }],
  ),
  ...each(
    ['index_select'],
    { dim: [0, -1, 1] },
    [[], { shape: [1], dtype: 'int64' }],
    [[], { shape: [2], dtype: 'int64' }],
    [[], { shape: [], dtype: 'int64' }],
    [[4], { shape: [], dtype: 'int64' }],
    [[4, 3], { shape: [2], dtype: 'int32' }],
    [[4, 3], { shape: [1, 2], dtype: 'int64' }],
  ),
  ...each(['sort', 'argsort'], { dim: [undefined, 0, -1, 1, 2], descending: [false, true] }, [[]], [[3, 4]]),
];

const joined: readonly Corner[] = [
  ...each(
    ['meshgrid'],
    { indexing: [undefined, 'ij', 'xy'] },
    [[3]],
    [[]],
    [[3], [4]],
    [[3], [4], [5]],
    [[3], []],
    [[2, 2], [3]],
  ),
  ...each(
    ['stack', 'cat'],
    { dim: [0, 1, -1, 2, -3] },
    [
      [3, 4],
      [3, 4],
    ],
    [
      { shape: [3, 4], dims: [1, 0] },
      { shape: [3, 4], dims: [1, 0] },
    ],
    [{ shape: [3, 4], dims: [1, 0] }, [4, 3]],
    [
      { shape: [3, 4], dtype: 'int8' },
      { shape: [3, 4], dtype: 'uint8' },
    ],
  ),
];

const reduced: readonly Corner[] = [
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

const kinds8 = ['uint8', 'int8', 'int16', 'int32', 'int64', 'bool', 'float16', 'bfloat16', 'float32', 'float64'];

const typed: readonly Corner[] = [
  ...kinds8.flatMap((a) =>
    kinds8.flatMap((b) => [
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
  ...kinds8.flatMap((dtype) => each(['add', 'mul'], { other: [true, 1, '2.0', 0.5] }, [{ shape: [2], dtype }])),
  ...kinds8.flatMap((dtype) =>
    each(
      ['fill_'],
      { value: [-1, -255, -256, 255, 256, 127, 128, -128, -129, 32767, 32768, -32769, '-0.5', '300.0', true] },
      [{ shape: [2], dtype }],
    ),
  ),
];

const formats = ['channels_last', 'channels_last_3d', 'contiguous_format', 'preserve_format'];

const copied: readonly Corner[] = [...layers.values()]
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

const pads = [[1, 1], [-1, 2], [2, -1], [-3, 4], [0, -4], [-2, 0], [3, 0], [1], [1, 1, 1, 2]];

const padded: readonly Corner[] = [
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

const mask = { shape: [3, 4], dtype: 'bool' };
const turned = { shape: [4, 3], dims: [1, 0] };
const spread = { shape: [1, 4], size: [3, 4] };

const chosen: readonly Corner[] = [
  ...[[3, 4], turned, spread].flatMap((x) => [
    ...combined({ min: [undefined, 0, '0.5'], max: [undefined, 1] }).map(
      (options): Corner => ({ kind: 'clamp', options, inputs: [x] }),
    ),
    ...[[3, 4], turned, spread, []].flatMap((other): readonly Corner[] => [
      { kind: 'clamp', inputs: [x], named: { min: other } },
      { kind: 'clamp', inputs: [x], named: { min: other, max: [3, 4] } },
      ...[mask, { ...mask, ...turned }, { ...mask, ...spread }].flatMap((where): readonly Corner[] => [
        { kind: 'where', inputs: [where], named: { input: x, other } },
        { kind: 'where', options: { other: 1 }, inputs: [where], named: { input: x } },
        { kind: 'where', options: { input: 1, other: '0.5' }, inputs: [where] },
        { kind: 'masked_fill', options: { value: 1 }, inputs: [x, where] },
        { kind: 'masked_fill', inputs: [x, where, []] },
      ]),
    ]),
  ]),
];

const attended: readonly Corner[] = [
  ...combined({
    kdim: [undefined, 6],
    vdim: [undefined, 5],
    batch_first: [undefined, true],
  }).flatMap((own) =>
    [
      [4, 4, 4],
      [4, 6, 5],
      [4, 6, 4],
      [4, 4, 5],
      [3, 4, 4],
    ].map(
      ([q, k, v]): Corner => ({
        kind: 'MultiheadAttention',
        options: { embed_dim: 4, num_heads: 2, ...own },
        inputs: [
          [3, 2, q as number],
          [3, 2, k as number],
          [3, 2, v as number],
        ],
      }),
    ),
  ),
  ...[[3], [2, 3], [3, 2], [1, 2, 3], [2]].flatMap((shape) =>
    [['bool'], ['float32'], ['float64'], ['int64']].flatMap(([dtype]): readonly Corner[] => [
      {
        kind: 'MultiheadAttention',
        options: { embed_dim: 4, num_heads: 2 },
        inputs: [
          [3, 2, 4],
          [3, 2, 4],
          [3, 2, 4],
        ],
        named: { key_padding_mask: { shape, dtype: dtype as string } },
      },
      {
        kind: 'MultiheadAttention',
        options: { embed_dim: 4, num_heads: 2 },
        inputs: [
          [3, 4],
          [3, 4],
          [3, 4],
        ],
        named: { key_padding_mask: { shape, dtype: dtype as string } },
      },
    ]),
  ),
];

const windowed: readonly Corner[] = [
  ...each(
    ['fractional_max_pool2d', 'FractionalMaxPool2d', 'fractional_max_pool3d', 'FractionalMaxPool3d'],
    { kernel_size: [2], output_size: [undefined, 2], output_ratio: [undefined] },
    [[2, 6, 6]],
    [[1, 2, 6, 6]],
    [[1, 2, 6, 6, 6]],
  ),
  ...each(
    ['conv1d', 'conv2d', 'linear', 'bilinear'],
    {},
    [
      [2, 3, 5],
      [4, 3, 2],
    ],
    [
      [2, 3, 5],
      [4, 3],
    ],
    [
      [2, 3, 5, 5],
      [4, 3, 2, 2],
    ],
    [[2, 3, 5], { shape: [4, 3, 2], dtype: 'float64' }],
    [
      [2, 3],
      [4, 3],
    ],
    [[], [4, 3]],
    [
      [2, 3],
      [2, 4],
      [5, 3, 4],
    ],
    [
      [2, 3],
      [1, 4],
      [5, 3, 4],
    ],
    [[3], [2, 4], [5, 3, 4]],
  ),
  ...each(
    ['batch_norm', 'instance_norm', 'group_norm', 'layer_norm'],
    { training: [undefined, true], num_groups: [undefined, 1, 2], normalized_shape: [undefined, [3], [4]] },
    [[3]],
    [[2, 4]],
    [[2, 4, 3]],
    [[1, 4, 1]],
  ),
  ...each(
    ['flatten', 'Flatten'],
    { start_dim: [undefined, 0, 1, -1, 2, -3], end_dim: [undefined, 0, 1, -1, 2, -3] },
    [[]],
    [[2, 3]],
    [{ shape: [2, 3, 4], dims: [0, 2, 1] }],
    [{ shape: [2, 1, 4], dims: [1, 0, 2] }],
  ),
  ...each(
    ['softmax', 'glu', 'GLU', 'Softmax', 'log_softmax', 'squeeze', 'unsqueeze', 'cumsum', 'unbind'],
    { dim: [undefined, 0, 1, -1, -2, 2, -3] },
    [[]],
    [[4]],
    [[4, 2]],
    [[3, 2]],
    [[1, 4, 1]],
    [{ shape: [4, 2, 2], dims: [2, 1, 0] }],
  ),
  ...each(
    ['movedim'],
    { source: [0, [0], [0, 1], -1, 2], destination: [1, [1], [1, 0], 0, -3] },
    [[2, 3]],
    [[2, 3, 4]],
  ),
];

const headed = (query: number, key: number, value: number): Corner['inputs'] => [
  [2, query, 3, 4],
  [2, key, 5, 4],
  [2, value, 5, 6],
];

const maskShapes = [
  [3, 5],
  [1, 5],
  [3, 1],
  [5],
  [],
  [2, 3, 5],
  [2, 2, 3, 5],
  [1, 2, 3, 5],
  [1, 1, 2, 3, 5],
  [3, 4],
  [2, 1, 3, 5],
];

const scaledProducts: readonly Corner[] = [
  ...each(
    ['scaled_dot_product_attention'],
    { enable_gqa: [undefined, true], is_causal: [undefined, true] },
    headed(2, 2, 2),
    headed(4, 2, 2),
    headed(4, 2, 4),
    headed(4, 2, 1),
    headed(4, 3, 4),
    headed(4, 4, 3),
    headed(2, 1, 1),
    headed(2, 1, 2),
    headed(2, 4, 2),
    [
      [3, 4],
      [5, 4],
      [5, 6],
    ],
    [[4], [5, 4], [5, 6]],
    [[3, 4], [4], [5, 6]],
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 4],
    ],
    [
      [2, 3, 4],
      [1, 5, 4],
      [1, 5, 4],
    ],
    [
      [2, 2, 3, 4],
      [1, 2, 5, 4],
      [1, 2, 5, 4],
    ],
    [
      [1, 2, 2, 3, 4],
      [1, 2, 2, 5, 4],
      [1, 2, 2, 5, 4],
    ],
    [{ shape: [2, 2, 3, 4], dims: [0, 2, 1, 3] }, [2, 3, 5, 4], [2, 3, 5, 4]],
    [{ shape: [2, 2, 4, 3], dims: [0, 1, 3, 2] }, [2, 2, 5, 4], [2, 2, 5, 4]],
    [[2, 2, 3, 4], [2, 2, 5, 4], { shape: [2, 5, 2, 4], dims: [0, 2, 1, 3] }],
  ),
  ...maskShapes.flatMap((shape) =>
    ['bool', 'float32', 'float64', 'int64'].flatMap((dtype) =>
      // A mask of more dimensions than the scores would make more of these.
      [
        [
          [2, 2, 3, 4],
          [2, 2, 5, 4],
          [2, 2, 5, 4],
        ],
        [
          [2, 3, 4],
          [2, 5, 4],
          [2, 5, 4],
        ],
      ]
        .filter(([query]) => shape.length <= (query as readonly number[]).length)
        .map(
          (inputs): Corner => ({
            kind: 'scaled_dot_product_attention',
            inputs,
            named: { attn_mask: { shape, dtype } },
          }),
        ),
    ),
  ),
];

const multiplied: readonly Corner[] = [
  ...['int64', 'float32'].flatMap((dtype) => [
    ...each(
      ['addmm'],
      { beta: [undefined, 2, '2.0', 0.5], alpha: [undefined, 2, 0.5] },
      [
        [2, 4],
        [2, 3],
        [3, 4],
      ].map((shape) => ({ shape, dtype })),
      [[4], [2, 3], [3, 4]].map((shape) => ({ shape, dtype })),
      [[], [2, 3], [3, 4]].map((shape) => ({ shape, dtype })),
      [
        [1, 2, 4],
        [2, 3],
        [3, 4],
      ].map((shape) => ({ shape, dtype })),
      [
        [3, 4],
        [2, 3],
        [3, 4],
      ].map((shape) => ({ shape, dtype })),
    ),
    ...each(
      ['index_add'],
      { dim: [0, 1, -1, 2], alpha: [undefined, 2, 0.5, '2.0'] },
      [
        { shape: [3, 4], dtype },
        { shape: [2], dtype: 'int64' },
        { shape: [2, 4], dtype },
      ],
      [
        { shape: [3, 4], dtype },
        { shape: [2], dtype: 'int64' },
        { shape: [3, 2], dtype },
      ],
      [
        { shape: [], dtype },
        { shape: [1], dtype: 'int64' },
        { shape: [], dtype },
      ],
    ),
  ]),
  ...each(
    ['matmul'],
    {},
    [[3], [3]],
    [[], [3]],
    [[3], [3, 4]],
    [[2, 3], [3]],
    [[3], [5, 3, 4]],
    [[5, 2, 3], [3]],
    [
      [2, 3],
      [4, 3],
    ],
    [
      [5, 1, 2, 3],
      [6, 3, 4],
    ],
  ),
  ...each(
    ['mm', 'bmm', 'mv', 'dot', 'outer'],
    {},
    [[3], [3]],
    [
      [2, 3],
      [3, 4],
    ],
    [[2, 3], [3]],
    [
      [5, 2, 3],
      [5, 3, 4],
    ],
    [
      [1, 2, 3],
      [5, 3, 4],
    ],
  ),
  ...each(
    ['cdist'],
    { p: [undefined, 0, 1, 'inf'] },
    [[3], [2, 3]],
    [[2, 3], [3]],
    [
      [2, 3],
      [4, 3],
    ],
    [
      [5, 2, 3],
      [1, 4, 3],
    ],
    [
      [2, 3],
      [4, 2],
    ],
  ),
  ...[[5], [4], [1], [1, 5]].map(
    (bias): Corner => ({
      kind: 'bilinear',
      inputs: [
        [2, 3],
        [2, 4],
        [5, 3, 4],
      ],
      named: { bias },
    }),
  ),
  ...[[5], [4], [1]].map(
    (bias): Corner => ({
      kind: 'linear',
      inputs: [
        [2, 3],
        [5, 3],
      ],
      named: { bias },
    }),
  ),
  ...[['float32'], ['float64']].flatMap(([dtype = '']): readonly Corner[] => [
    {
      kind: 'linear',
      inputs: [
        [2, 3],
        [5, 3],
      ],
      named: { bias: { shape: [5], dtype } },
    },
    {
      kind: 'bilinear',
      inputs: [
        [2, 3],
        [2, 4],
        [5, 3, 4],
      ],
      named: { bias: { shape: [5], dtype } },
    },
    {
      kind: 'conv1d',
      inputs: [
        [2, 3, 5],
        [4, 3, 2],
      ],
      named: { bias: { shape: [4], dtype } },
    },
  ]),
  ...each(['Embedding'], { num_embeddings: [4], embedding_dim: [3], padding_idx: [undefined, 0, 3, 4, -1, -4, -5] }, [
    { shape: [2], dtype: 'int64' },
  ]),
  ...each(['MaxPool1d', 'AvgPool1d', 'LPPool1d'], { norm_type: [undefined, 2], kernel_size: [2, [2], [2, 2]] }, [
    [2, 6],
  ]),
  ...each(
    ['Conv1d', 'ConvTranspose1d'],
    {
      in_channels: [2],
      out_channels: [4],
      kernel_size: [2, [3]],
      stride: [undefined, 2, [2]],
      padding: [undefined, 1, [1]],
    },
    [[2, 6]],
    [[1, 2, 6]],
  ),
  ...each(['narrow'], { dim: [0, 1, -1], start: [0, 2, 3, 4, -1, -4, -5], length: [1, 2, 4] }, [[3, 4]], [[4]], [[]]),
  ...each(
    ['split', 'chunk', 'tensor_split'],
    { dim: [0, 1, -1], split_size: [undefined, 1, 2, 5, [1, 3], [1, 2]], chunks: [undefined, 2, 3, 5] },
    [[4]],
    [[3, 4]],
  ),
];

/** All corners by the kind that they are of. */
export const corners: ReadonlyMap<string, readonly Corner[]> = Map.groupBy(
  [
    dropped,
    shuffled,
    ordered,
    joined,
    reduced,
    typed,
    copied,
    padded,
    chosen,
    attended,
    windowed,
    scaledProducts,
    multiplied,
  ].flat(),
  ({ kind }) => kind,
);
