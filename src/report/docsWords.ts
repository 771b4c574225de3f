/** What the generated pages share: the meaning of names in formulas, and pieces of Markdown. */

/** Names that mean the same in every formula; `x` is the first input, `y` the first output. */
const meanings: Readonly<Record<string, string>> = {
  N: 'batch',
  C: 'channels',
  Cin: 'input channels, or features',
  Cin1: 'features of the first input',
  Cin2: 'features of the second input',
  given: 'elements of the source that are put or joined',
  adds: '1 where elements are added, else 0',
  averages: '1 for averages, else 0',
  multiplies: '1 where elements are multiplied, else 0',
  compares: '1 where elements are compared, else 0',
  norms: 'norms, one for each place along the dimension',
  factors: 'quotients of a scale and a norm, broadcast where they are no one for each row',
  points: 'places that are sampled',
  corners: 'elements around a place',
  blended: '1 in the mode `bilinear`, else 0',
  limited: '1 where places outside are moved to the border, else 0',
  centred: '0 with `align_corners`, else 1',
  V: 'rows of the table',
  E: 'elements of a row of the table',
  further: 'elements of the input that are not the first of their bag',
  summed: '1 where bags are added up, else 0',
  largest: '1 in the mode `max`, else 0',
  B0: 'blocks along the height',
  B1: 'blocks along the width',
  Cout: 'output channels, or features',
  L: 'length of the input',
  D: 'depth of the input',
  H: 'height of the input',
  W: 'width of the input',
  Hout: 'height of the output',
  Wout: 'width of the output',
  Lout: 'length of the output',
  Dout: 'depth of the output',
  Lin: 'length of the input',
  Hin: 'height of the input',
  Win: 'width of the input',
  Din: 'depth of the input',
  K0: 'kernel size, first dimension',
  K1: 'kernel size, second dimension',
  K2: 'kernel size, third dimension',
  F: 'rows of the input: elements of all dimensions but the last',
  f: 'rows of the input that belong to one sample',
  g: 'groups',
  taps_L: 'elements along the length of all windows together',
  taps_D: 'elements along the depth of all windows together',
  taps_H: 'elements along the height of all windows together',
  taps_W: 'elements along the width of all windows together',
  T0: 'elements that the outputs along the first dimension are made of, added up',
  T1: 'elements that the outputs along the second dimension are made of, added up; 1 where there is none',
  T2: 'elements that the outputs along the third dimension are made of, added up; 1 where there is none',
  weighted: '1 where outputs are weighted sums, else 0',
  mean: '1 where outputs are means, else 0',
  rate: 'operations for each output, by mode',
  sized: '1 where a size is given, else 0',
  enlarged: 'what the tool makes of the factors, 0 where a size is given',
  area: '1 in the mode `area`, else 0',
  dropped: '1 where elements are dropped: in training, with p above 0, else 0',
  shifted: '1 where what is left is shifted: in training, with p between 0 and 1, else 0',
  ceil_mode: '1 with `ceil_mode`, else 0',
  X0: "the input's size behind its first two dimensions, or 1",
  X1: "the input's size behind its first three dimensions, or 1",
  X2: "the input's size behind its first four dimensions, or 1",
  Y0: "the output's size behind its first two dimensions, or 1",
  Y1: "the output's size behind its first three dimensions, or 1",
  Y2: "the output's size behind its first four dimensions, or 1",
  bias: '1 with a bias, else 0',
  affine: '1 with weight and bias, else 0',
  approximate: '1 with `tanh`, else 0',
  x_numel: 'elements of the input',
  y_numel: 'elements of the output',
  window: 'elements of the kernel',
  n: 'elements of a vector',
  euclidean: '1 where `p` is 2, else 0',
  counting: '1 where `p` is 0, else 0',
  general: '1 where `p` is none of 0, 1 and 2, else 0',
  kept: 'channels of the running sum before it lets one go: floor((size - 1) / 2) + 2, at most `C`',
  own: '1 where mean and variance are those of the input, 0 where they are constants',
  rows: 'rows that are normalized, each by itself',
  size: 'elements of a row: the size of the dimension that is worked along',
  slopes: '`num_parameters`',
  bytes: 'bytes of an element of the input',
  places: 'positions of the output: elements behind its first two dimensions',
  sources: 'positions of the input: elements behind its first two dimensions',
  sample: 'elements of the output behind its first dimension',
  weights: "elements of the layer's weights and biases",
  spread: 'positions of the output behind its first two dimensions where the class has Conv in its name, else 1',
  firsts: 'product of the first two sizes of the output',
  windows: 'elements of all windows together',
  evaluations: 'steps of all samples together',
  looped:
    'the product of the sizes of all labels that both operands have or that the output has, 0 where there are not two operands; sizes of 1 are left out',
  learnt: "elements of the layer's parameters that are learnt",
  fused: '1 where torch computes the layer with one addmm, else 0',
  nested:
    '1 where the input is a nested tensor, which an encoder makes of padded input where its first layer learns nothing',
  seen: '1 where the call is written in a way that the tool patches, else 0',
  scaled: '1 where a factor other than 1 scales a tensor, else 0',
  added: '1 where `beta` is not 0, else 0',
  added_scaled: '1 where `beta` is neither 0 nor 1, else 0',
  products: 'products by which a small whole power is computed',
  roots: '1 where a power is a square root, else 0',
  inverted: '1 where a power is divided into 1, else 0',
  powered: '1 where a power is neither a small whole one nor a root, else 0',
  absolute: '1 where the terms of a norm are absolute values, else 0',
  squared: '1 where the terms of a norm are squares, else 0',
  greatest: '1 where a norm is the greatest or the least of its terms, else 0',
  K: 'terms of each sum: the dimension that is summed',
  limits: 'limits given: 1 or 2',
  length: 'elements along the dimension, with what is put before and behind them',
  lanes: 'lines of elements along the dimension',
  order: 'how often in a row elements are subtracted; 0 for truth values',
  k: 'elements wanted',
  steps: 'passes through the innermost loop: the product of the sizes of all labels',
  operands: 'inputs',
  contracts: '1 where a label is summed over several operands, else 0',
  pairwise: 'multiply-accumulates of the matrix products by which torch contracts, two operands at a time',
  matrices: '1 where torch calls a product of matrices, and 0 where one of a vector',
  first: 'elements of the first factor',
  last: 'last size of the second factor',
  extent: 'elements of the shape that the tool takes both inputs to broadcast to',
  slid: 'positions of a window over the sizes behind the first two, as the tool computes them',
  grown: 'positions of the output as the tool computes them from the sizes behind the first two',
  by_name: '1 where the padding is given by name and torch adds it in the convolution, else 0',
  columns: 'last size of the second input',
  is_area: '1 where the mode is `area` and the input images, else 0',
  is_bilinear: '1 where the mode is `bilinear`, without antialiasing, else 0',
  is_image: '1 for an input of four dimensions, else 0',
  is_nearest: '1 where the mode is `nearest` and the input images, else 0',
  out: '1 where the output is needed, else 0: 1 as long as nothing is left out',
  statistics: '1 where the statistics of the batch are computed, else 0',
  values: '1 where values are projected, else 0: 1 as long as nothing is left out',
  averaged_needed: '1 where the mean of the weights over the heads is needed, else 0: 1 as long as nothing is left out',
  groups: 'batch times heads, as the tool takes them from the shape of the queries',
  hidden: '1 where the hidden state is needed, else 0: 1 as long as nothing is left out',
  in_place: '1 where the input is written over, else 0',
  labelled: 'product of the sizes of all labels, 0 where the equation has dots',
  reach: 'channels of the input by which the tool multiplies each output',
  scaled_sizes: 'sizes that are computed from a scale in the graph',
  size_products: 'products of sizes in the graph',
  states: '1 where any state is needed, else 0: 1 as long as nothing is left out',
  target: 'product of the sizes that are given, 0 where factors are',
  contracted: 'FLOPs that numpy.einsum_path prints, as it rounds them',
};

/** Names in the formulas of recurrent layers. */
const recurrentCell = { I: '`input_size`', H: '`hidden_size`' };
const sequence = {
  ...recurrentCell,
  T: 'steps',
  L: '`num_layers`',
  D: 'directions: 2 where bidirectional, else 1',
  steps_first: '1 where the input lies in memory with its steps first, else 0',
};
const tanh = '1 where the nonlinearity is tanh, 0 where it is relu';

/** Names that mean something else in one kind. */
const meaningsOfKind: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GRU: sequence,
  GRUCell: recurrentCell,
  LSTM: {
    ...sequence,
    P: '`proj_size`',
    R: 'size of the state that is handed on: `proj_size`, or `hidden_size` without projection',
    projected: '1 with a projection, else 0',
  },
  LSTMCell: recurrentCell,
  MultiheadAttention: {
    L: 'length of the query',
    S: 'length of the key',
    S1: 'keys that are attended to: those of the input and those that are added',
    E: '`embed_dim`',
    Ek: '`kdim`',
    Ev: '`vdim`',
    h: '`num_heads`',
    bias_kv: '1 where a key and a value are added as parameters, else 0',
    masks: 'number of masks',
    needed: '1 where the weights are returned, else 0',
    averaged: '1 where their mean over the heads is returned, else 0',
    fast: '1 where torch takes its one native kernel, else 0',
    masked: '1 with a mask, else 0',
    learnt_mask: '1 where a mask follows from what is learnt, else 0',
    merged: 'elements of the masks merged into one',
    q_first: '1 where the query lies in memory with its sequence first, else 0',
    k_first: '1 where the key lies in memory with its sequence first, else 0',
    v_first: '1 where the value lies in memory with its sequence first, else 0',
  },
  scaled_dot_product_attention: {
    Bs: 'batch times heads of the scores',
    By: 'batch times heads of the output',
    L: 'queries',
    S: 'keys',
    E: 'features of a query',
    V: 'features of a value',
    mask: '1 with a mask or where causal, else 0',
    fused: '1 where torch takes one kernel for all, else 0',
  },
  RNN: { ...sequence, tanh },
  RNNCell: { ...recurrentCell, tanh },
};

/** Names that are a letter and the number of a spatial dimension, where kinds have no other meaning for them. */
const numbered: Readonly<Record<string, string>> = {
  s: 'stride',
  d: 'dilation',
  met: 'places at which products meet, cut off or not',
};

const dimension = (name: string): string | undefined => {
  const [, letter, index] = /^([xy])([0-9]+)$/.exec(name) ?? [];
  if (letter) return `size of dimension ${index} of the ${letter === 'x' ? 'input' : 'output'}`;
  const [, word, place] = /^([a-z]+)([0-2])$/.exec(name) ?? [];
  const what = numbered[word ?? ''];
  return what && `${what}, ${['first', 'second', 'third'][Number(place)]} dimension`;
};

/** What a name in a formula of that kind stands for; undefined where nobody has said so here. */
export const meaningOf = (kind: string, name: string): string | undefined =>
  meaningsOfKind[kind]?.[name] ?? meanings[name] ?? dimension(name);

/** A line that names what the page is made of. */
export const generatedNote = '<!-- Generated by `npm run generate`. Do not edit. -->';

export const code = (text: string): string => `\`${text}\``;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A table of Markdown; cells are Markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Paragraphs, tables and blocks as one page. */
export const page = (...blocks: readonly (string | undefined)[]): string =>
  `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;

/** The anchors that GitHub gives headings, in order: a heading that was there before gets a number. */
export const anchors = (): ((heading: string) => string) => {
  const seen = new Map<string, number>();
  return (heading) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  };
};
