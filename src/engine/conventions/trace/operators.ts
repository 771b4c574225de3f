/** Under which names torch.jit's graph has the calls of each kind: those operators of it that compute. */

import type { LeafCall } from '../../shapes.ts';
import { attention } from './attention.ts';
import { interpolated, nearest } from './interpolated.ts';
import type { Traced } from './live.ts';
import { isWritten } from './memory.ts';

type Names = readonly string[];

/** The operators of one call, without those that look at sizes or give a tensor another shape. */
type Operators = Names | ((traced: Traced) => Names);

const all = (names: Names, ...kinds: Names): Readonly<Record<string, Names>> =>
  Object.fromEntries(kinds.map((kind) => [kind, names]));

/** Modules whose operator has the name of the function that they call. */
const modules: Readonly<Record<string, string>> = {
  ...{ CELU: 'celu', ELU: 'elu', GELU: 'gelu', GLU: 'glu', Hardshrink: 'hardshrink', Hardsigmoid: 'hardsigmoid' },
  ...{ Hardswish: 'hardswish', Hardtanh: 'hardtanh', LeakyReLU: 'leaky_relu', LogSigmoid: 'log_sigmoid', Mish: 'mish' },
  ...{
    PReLU: 'prelu',
    RReLU: 'rrelu',
    ReLU: 'relu',
    ReLU6: 'hardtanh',
    SELU: 'selu',
    SiLU: 'silu',
    Sigmoid: 'sigmoid',
  },
  ...{
    Softplus: 'softplus',
    Softshrink: 'softshrink',
    Tanh: 'tanh',
    Threshold: 'threshold',
    LogSoftmax: 'log_softmax',
  },
  ...{ Softmax: 'softmax', Softmax2d: 'softmax', Bilinear: 'bilinear', CosineSimilarity: 'cosine_similarity' },
  ...{ GroupNorm: 'group_norm', LayerNorm: 'layer_norm', RMSNorm: 'rms_norm', PairwiseDistance: 'pairwise_distance' },
  ...{ PixelShuffle: 'pixel_shuffle', PixelUnshuffle: 'pixel_unshuffle', ChannelShuffle: 'channel_shuffle' },
  ...{ Flatten: 'flatten', Unflatten: 'unflatten', Linear: 'linear', Fold: 'col2im', Unfold: 'im2col', GRU: 'gru' },
  ...{ Dropout: 'dropout', AlphaDropout: 'alpha_dropout', FeatureAlphaDropout: 'feature_alpha_dropout', LSTM: 'lstm' },
  UpsamplingBilinear2d: 'upsample_bilinear2d',
  ...Object.fromEntries(
    [1, 2, 3].flatMap((n) => [
      ...[`BatchNorm${n}d`, 'SyncBatchNorm'].map((kind) => [kind, 'batch_norm']),
      ...['Circular', 'Constant', 'Reflection', 'Replication', 'Zero'].map((stem) => [`${stem}Pad${n}d`, 'pad']),
      [`InstanceNorm${n}d`, 'instance_norm'],
      [`AdaptiveAvgPool${n}d`, `adaptive_avg_pool${n}d`],
      [`AdaptiveMaxPool${n}d`, `adaptive_max_pool${n}d`],
      [`AvgPool${n}d`, `avg_pool${n}d`],
    ]),
  ),
};

/** Functions whose operator has another name. */
const functions: Readonly<Record<string, string>> = {
  ...{ affine_grid: 'affine_grid_generator', grid_sample: 'grid_sampler' },
  ...{ logsigmoid: 'log_sigmoid', fold: 'col2im', unfold: 'im2col', norm: 'linalg_vector_norm', invert: 'bitwise_not' },
  ...{
    T: 'numpy_T',
    copy_: 'copy',
    fill_: 'fill',
    weight_norm: '_weight_norm',
    zero_: 'zero',
    rpow: 'pow',
    upsample_bilinear: 'upsample_bilinear2d',
  },
  ...Object.fromEntries(
    ['bfloat16', 'bool', 'byte', 'char', 'double', 'float', 'half', 'int', 'long', 'short'].map((kind) => [kind, 'to']),
  ),
};

/** Functions whose operator depends on how they are written. */
const bySpelling: Readonly<Record<string, string>> = {
  'operator.and_': '__and__',
  'operator.or_': '__or__',
  'operator.xor': '__xor__',
  'torch.Tensor.__and__': '__and__',
  'torch.Tensor.__or__': '__or__',
  'torch.Tensor.__xor__': '__xor__',
  'torch.Tensor.max': 'max',
  'torch.max': 'max',
  'torch.Tensor.min': 'min',
  'torch.min': 'min',
  'torch.Tensor.mH.__get__': 'mH',
  'torch.adjoint': 'mH',
  'torch.Tensor.to': 'to',
  'torch.Tensor.vdot': 'vdot',
  'torch.vdot': 'vdot',
  'torch.broadcast_to': 'broadcast_to',
  'torch.Tensor.broadcast_to': 'broadcast_to',
};

/** torch computes a mask of whole channels over an input without a batch by giving it one for the time being. */
const channelDropout =
  (batched: number): Operators =>
  ({ call: { options, inputs } }) => {
    const end = options.inplace === true ? '_' : '';
    const dropout = `feature_dropout${end}`;
    return inputs[0].shape.length === batched || batched === 0
      ? [dropout]
      : [`unsqueeze${end}`, dropout, `squeeze${end}`];
  };

const convolution: Operators = ({ call: { options } }) => {
  const isPadded = options.padding_mode !== undefined && options.padding_mode !== 'zeros';
  if (isPadded) return ['pad', '_convolution'];
  return [typeof options.padding === 'string' ? '_convolution_mode' : '_convolution'];
};

const norms = (n: number): Names => ['pow', `avg_pool${n}d`, 'sign', 'abs', 'relu', 'mul', 'mul', 'pow'];

const localResponse: Operators = ({ call: { inputs } }) => {
  const pool = inputs[0].shape.length === 3 ? 'avg_pool2d' : 'avg_pool3d';
  return ['mul', 'pad', pool, 'mul', 'add', 'pow', 'div'];
};

const maxPool =
  (n: number): Operators =>
  ({ call: { options } }) => [`max_pool${n}d${options.return_indices === true ? '_with_indices' : ''}`];

/** Without samples of the caller's, they are drawn in the graph. */
const fractional =
  (n: number): Operators =>
  ({ call: { named } }) => [...(named._random_samples ? [] : ['rand']), `fractional_max_pool${n}d`];

const unpooled = (n: number): Names => [`max_unpool${n === 3 ? 3 : 2}d`];

/** Bags without offsets are the rows of the input, whose number is computed in the graph. */
const embeddingBag: Operators = ({ call: { options, inputs }, used }) => [
  ...(typeof options.max_norm === 'number' ? ['embedding_renorm_'] : []),
  ...(used.includes(true) ? [...(inputs[0].shape.length === 2 ? ['numel'] : []), 'embedding_bag'] : []),
];

const embedding: Operators = ({ call: { options }, used }) => [
  ...(typeof options.max_norm === 'number' ? ['embedding_renorm_'] : []),
  ...(used.includes(true) ? ['embedding'] : []),
];

/** The products of a cell's gates stay for what is written over them, even where nothing needs its states. */
const lstmCell: Operators = ({ used }) => [
  ...['linear', 'linear', 'add_', 'unsafe_chunk', 'sigmoid_', 'sigmoid_', 'tanh_', 'sigmoid_'],
  ...(used.includes(true) ? ['mul', 'mul', 'add_'] : []),
  ...(used[0] ? ['tanh', 'mul'] : []),
];

const gruCell: Operators = ({ used }) => [
  ...['linear', 'unsafe_chunk', 'linear', 'unsafe_chunk', 'add_', 'sigmoid_', 'add_', 'sigmoid_', 'mul_'],
  ...(used.includes(true) ? ['add', 'tanh_', 'sub', 'mul_', 'add_'] : []),
];

const nonlinearity = ({ options }: LeafCall): string => (options.nonlinearity === 'relu' ? 'relu' : 'tanh');

/** Places that slices name are written over as they are looked at; those that lists and tensors name, one by one. */
const assigned: Operators = ({ call: { options, inputs, named } }) => {
  const tensors = inputs.slice(1);
  const lists = (options.index as readonly unknown[]).filter(
    (one) => Array.isArray(one) || (one === 'tensor' && tensors.shift()?.shape.length !== 0),
  );
  const isNumber = (named.value?.shape.length ?? 0) === 0;
  if (lists.length === 0) return [isNumber ? 'fill_' : 'copy_'];
  return [isNumber && lists.length === 1 ? 'index_fill_' : 'index_put_'];
};

const several: Readonly<Record<string, Operators>> = {
  ...all(['abs', 'add', 'div'], 'Softsign', 'softsign'),
  ...all(['tanh', 'sub'], 'Tanhshrink', 'tanhshrink'),
  ...all(['neg', 'softmax'], 'Softmin', 'softmin'),
  ...Object.fromEntries(
    [1, 2, 3].flatMap((n): [string, Operators][] => [
      ...[`Conv${n}d`, `conv${n}d`].map((kind): [string, Operators] => [kind, convolution]),
      ...[`ConvTranspose${n}d`, `conv_transpose${n}d`].map((kind): [string, Operators] => [kind, ['_convolution']]),
      ...[`FractionalMaxPool${n}d`, `fractional_max_pool${n}d`].map((kind): [string, Operators] => [
        kind,
        fractional(n),
      ]),
      ...[`MaxUnpool${n}d`, `max_unpool${n}d`].map((kind): [string, Operators] => [kind, unpooled(n)]),
      ...[`LPPool${n}d`, `lp_pool${n}d`].map((kind): [string, Operators] => [kind, norms(n)]),
      ...[`MaxPool${n}d`, `max_pool${n}d`].map((kind): [string, Operators] => [kind, maxPool(n)]),
      ...[`Dropout${n}d`, `dropout${n}d`].map((kind): [string, Operators] => [
        kind,
        channelDropout([0, 3, 0, 5][n] as number),
      ]),
    ]),
  ),
  CrossMapLRN2d: ['prim::PythonOp.CrossMapLRN2d'],
  Embedding: embedding,
  EmbeddingBag: embeddingBag,
  embedding_bag: embeddingBag,
  embedding,
  GRUCell: gruCell,
  Identity: [],
  LSTMCell: lstmCell,
  LocalResponseNorm: localResponse,
  local_response_norm: localResponse,
  MultiheadAttention: attention,
  RNN: ({ call }) => [`rnn_${nonlinearity(call)}`],
  RNNCell: ({ call }) => ['linear', 'linear', 'add_', nonlinearity(call)],
  Upsample: interpolated,
  interpolate: interpolated,
  upsample: interpolated,
  UpsamplingNearest2d: nearest,
  upsample_nearest: nearest,
  getitem: ({ call: { options } }) =>
    (options.index as readonly unknown[]).some((one) => Array.isArray(one) || one === 'tensor') ? ['index'] : [],
  setitem: assigned,
  normalize: ['linalg_vector_norm', 'clamp_min', 'expand_as', 'div'],
  rdiv: ['reciprocal', 'mul'],
  rsub: ({ call: { inputs } }) => [inputs.length > 1 ? 'sub' : 'rsub'],
  split: ({ call: { options } }) => [Array.isArray(options.split_size) ? 'split_with_sizes' : 'split'],
};

const single = ({ definition: { kind }, spelling }: LeafCall): string =>
  bySpelling[spelling ?? ''] ?? functions[kind] ?? modules[kind] ?? kind;

const namesOf = (traced: Traced): Names => {
  const { call } = traced;
  const own = Object.hasOwn(several, call.definition.kind) ? several[call.definition.kind] : undefined;
  if (own) return typeof own === 'function' ? own(traced) : own;
  return [`${single(call)}${isWritten(call) ? '_' : ''}`];
};

/** The operators of a call that is left in the graph, as torch.jit names them. */
export const operatorsOf = (traced: Traced): Names =>
  namesOf(traced).map((name) => (name.includes('::') ? name : `aten::${name}`));
