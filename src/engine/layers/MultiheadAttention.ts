import { z } from 'zod';
import type { Complaint } from '../complaint.ts';
import type { Draw, Operands } from '../generator.ts';
import { wrongRank } from '../geometry.ts';
import { defineLayer, type Inputs, type Named } from '../layer.ts';
import { positive } from '../options.ts';
import type { Weight } from '../ownTensors.ts';
import { isFloating, type Shape, type Tensor, tensor } from '../tensor.ts';

export interface Heads {
  readonly embed_dim: number;
  readonly num_heads: number;
  readonly bias: boolean;
  readonly add_bias_kv: boolean;
  readonly add_zero_attn: boolean;
  readonly kdim: number | null;
  readonly vdim: number | null;
  readonly batch_first: boolean;
}

interface Asked {
  readonly need_weights: boolean;
  readonly is_causal: boolean;
}

const widths = ({ embed_dim, kdim, vdim }: Heads): readonly [number, number, number] => [
  embed_dim,
  kdim ?? embed_dim,
  vdim ?? embed_dim,
];

/** Whether one matrix holds the projections of queries, keys and values. */
export const isPacked = (options: Heads): boolean => widths(options).every((width) => width === options.embed_dim);

/** Sequence and batch of an input that may lack the batch. */
const lengthAndBatch = ({ batch_first }: Heads, { shape }: Tensor): readonly [number, number] => {
  if (shape.length === 2) return [shape[0] as number, 1];
  return (batch_first ? [shape[1], shape[0]] : [shape[0], shape[1]]) as [number, number];
};

export const sizesOf = (options: Heads, inputs: Inputs) => {
  const [query, key] = inputs as unknown as readonly [Tensor, Tensor];
  const [L, N] = lengthAndBatch(options, query);
  const [S] = lengthAndBatch(options, key);
  return { N, L, S };
};

const mismatch = (inputs: readonly Tensor[], rule: string, error?: string): Complaint => ({
  code: 'mismatch',
  shapes: inputs.map(({ shape }) => shape),
  rule,
  ...(error ? { error } : {}),
});

const same = (a: Shape | undefined, b: Shape): boolean =>
  a?.length === b.length && b.every((size, index) => size === a[index]);

const asserted = 'AssertionError';

const wrongInputs = (options: Heads, inputs: Inputs): Complaint | undefined => {
  const rank = wrongRank(inputs[0], [3, 2]);
  if (rank) return { ...rank, error: asserted };
  const { shape } = inputs[0];
  if (inputs.some((input) => input.shape.length !== shape.length))
    return mismatch(inputs, 'query, key and value must have the same number of dimensions', asserted);
  for (const [index, width] of widths(options).entries()) {
    const isPlain = index === 0 || isPacked(options);
    if (inputs[index]?.shape.at(-1) !== width)
      return mismatch(
        inputs,
        `the ${['query', 'key', 'value'][index]} must have ${width} features`,
        isPlain ? asserted : undefined,
      );
  }
  const [query, key, value] = inputs as unknown as readonly [Tensor, Tensor, Tensor];
  if (!same(key.shape.slice(0, -1), value.shape.slice(0, -1)))
    return mismatch(inputs, 'key and value must have the same length and batch', asserted);
  return lengthAndBatch(options, query)[1] === lengthAndBatch(options, key)[1]
    ? undefined
    : mismatch(inputs, 'query and key must have the same batch');
};

const wrongMasks = (options: Heads & Asked, inputs: Inputs, named: Named): Complaint | undefined => {
  const { N, L, S } = sizesOf(options, inputs);
  const isBatched = inputs[0].shape.length === 3;
  const { key_padding_mask: padding, attn_mask: mask } = named;
  for (const [name, given] of Object.entries(named)) {
    if (given.dtype !== 'bool' && given.dtype !== inputs[0].dtype)
      return {
        code: 'dtype',
        expected: `bool or ${inputs[0].dtype} as ${name}`,
        got: given.dtype,
        // A mask of another floating type goes as far as the product that it is added to.
        ...(isFloating(given.dtype) ? {} : { error: asserted }),
      };
  }
  const ofPadding = isBatched ? [N, S] : [S];
  const refusedPadding = (given: Tensor): Complaint =>
    mismatch([given], `key_padding_mask must have the shape [${ofPadding.join(', ')}]`, asserted);
  if (padding && padding.shape.length !== ofPadding.length) return refusedPadding(padding);
  const whole = [N * options.num_heads, L, S];
  // Where nothing else needs it, a mask that is said to be causal is not looked at.
  const isIgnored = options.is_causal && !options.need_weights && !padding && (isBatched || mask?.shape.length === 2);
  if (!mask || (isIgnored && [2, 3].includes(mask.shape.length)) || same(mask.shape, [L, S]) || same(mask.shape, whole))
    return padding && !same(padding.shape, ofPadding) ? refusedPadding(padding) : undefined;
  const isRank = [2, 3].includes(mask.shape.length) && (isBatched || mask.shape.length === 2);
  return mismatch(
    [mask],
    `attn_mask must have the shape [${L}, ${S}] or [${whole.join(', ')}]`,
    isRank ? undefined : asserted,
  );
};

const weightsOf = (options: Heads): Weight[] => {
  const [E, ...others] = widths(options);
  const split = [E, ...others].map((width, index) => ({ name: `${'qkv'[index]}_proj_weight`, shape: [E, width] }));
  return [
    ...(isPacked(options) ? [{ name: 'in_proj_weight', shape: [3 * E, E] }] : split),
    ...(options.bias ? [{ name: 'in_proj_bias', shape: [3 * E] }] : []),
    ...(options.add_bias_kv ? ['bias_k', 'bias_v'].map((name) => ({ name, shape: [1, 1, E] })) : []),
  ];
};

/** Attention of the input to itself in two of three draws, else to others; masks of each kind. */
const drawOperands = (draw: Draw, query: Tensor, options: Heads & Asked): Operands => {
  const [L, N] = lengthAndBatch(options, query);
  const isOwn = isPacked(options) && draw.integer(0, 2) < 2;
  const S = isOwn ? L : draw.integer(1, 6);
  const isBatched = query.shape.length === 3;
  const sequence = (width: number): Shape =>
    isBatched ? (options.batch_first ? [N, S, width] : [S, N, width]) : [S, width];
  const [, Ek, Ev] = widths(options);
  const dtype = draw.oneOf(['bool', 'float32'] as const);
  const choice = draw.integer(0, 7);
  const whole = choice % 2 === 0 ? [L, S] : [N * options.num_heads, L, S];
  const hasMask = options.is_causal || choice === 4 || choice === 5 || choice === 7;
  return {
    inputs: isOwn ? [] : [{ shape: sequence(Ek) }, { shape: sequence(Ev) }],
    named: {
      ...(choice > 5 ? { key_padding_mask: { shape: isBatched ? [N, S] : [S], dtype } } : {}),
      ...(hasMask ? { attn_mask: { shape: whole, dtype } } : {}),
    },
  };
};

/**
 * Each head's softmax(Q K^T / sqrt(d) + masks) V of the projected inputs, side by side and projected by out_proj, which it
 * holds as a module but never calls as one. Source: torch.nn.MultiheadAttention; arXiv:1706.03762.
 */
export const MultiheadAttention = defineLayer({
  kind: 'MultiheadAttention',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html',
  attributes: { bias: 'in_proj_bias', add_bias_kv: 'bias_k' },
  options: () => ({
    embed_dim: positive,
    num_heads: positive,
    dropout: z.number().default(0),
    bias: z.boolean().default(true),
    add_bias_kv: z.boolean().default(false),
    add_zero_attn: z.boolean().default(false),
    kdim: positive.nullable().default(null),
    vdim: positive.nullable().default(null),
    batch_first: z.boolean().default(false),
  }),
  forward: {
    signature:
      'query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False',
    tensors: ['query', 'key', 'value', 'key_padding_mask', 'attn_mask'],
    options: {
      need_weights: z.boolean().default(true),
      average_attn_weights: z.boolean().default(true),
      is_causal: z.boolean().default(false),
    },
  },
  arity: 3,
  valid: ({ embed_dim, num_heads }) =>
    embed_dim % num_heads === 0
      ? undefined
      : { code: 'option', option: 'num_heads', rule: `it must divide embed_dim = ${embed_dim}`, got: num_heads },
  requires: (options, inputs, named) => {
    const wrong = wrongInputs(options, inputs) ?? wrongMasks(options, inputs, named);
    if (wrong || !options.is_causal || named.attn_mask) return wrong;
    return {
      code: 'option',
      option: 'is_causal',
      rule: 'it only says that attn_mask is causal, so give it',
      got: true,
    };
  },
  outputs: (options, inputs) => {
    const { N, L, S } = sizesOf(options, inputs);
    const [{ shape, dtype }] = inputs;
    const E = options.embed_dim;
    const batch = shape.length === 3 ? [N] : [];
    const isTurned = options.batch_first && shape.length === 3;
    const output = isTurned
      ? { shape: [N, L, E], dtype, strides: [E, N * E, 1] }
      : tensor(shape.length === 3 ? [L, N, E] : [L, E], dtype);
    if (!options.need_weights) return [output];
    const keys = S + Number(options.add_bias_kv) + Number(options.add_zero_attn);
    const heads = options.average_attn_weights ? [] : [options.num_heads];
    return [output, tensor([...batch, ...heads, L, keys], dtype)];
  },
  returns: ({ need_weights }) => (need_weights ? undefined : [0, null]),
  weights: weightsOf,
  children: ({ embed_dim, bias }) => [
    {
      name: 'out_proj',
      kind: 'Linear',
      className: 'NonDynamicallyQuantizableLinear',
      options: { in_features: embed_dim, out_features: embed_dim, bias },
    },
  ],
  // The hint that a mask is causal is taken at its word where nothing else needs the mask.
  unread: ({ is_causal, need_weights }, { key_padding_mask }) =>
    is_causal && !need_weights && !key_padding_mask ? ['attn_mask'] : [],
  symbols: (options, inputs, _, named) => {
    const { N, L, S } = sizesOf(options, inputs);
    const [E, Ek, Ev] = widths(options);
    return {
      ...{ N, L, S, E, Ek, Ev },
      S1: S + Number(options.add_bias_kv) + Number(options.add_zero_attn),
      h: options.num_heads,
      bias: Number(options.bias),
      bias_kv: Number(options.add_bias_kv),
      masks: Object.keys(named).length,
      needed: Number(options.need_weights),
      averaged: Number(options.need_weights && options.average_attn_weights),
    };
  },
  parts: {
    projections: 'N * L * E * E + N * S * E * (Ek + Ev) + N * L * E * E',
    attention: '2 * N * L * S1 * E',
  },
  formulas: {
    params: 'E * (E + Ek + Ev) + 3 * E * bias + 2 * E * bias_kv',
    macs: 'projections + attention',
    multiplications: 'projections + attention + N * h * L * S1',
    additions:
      'projections - N * (2 * L + 2 * S) * E * (1 - bias) + attention - N * h * L * S1 - N * L * E + N * h * L * (S1 * masks + S1 - 1) + N * L * S1 * (h - 1) * averaged',
    exponentials: 'N * h * L * S1',
    divisions: 'N * h * L * S1 + N * L * S1 * averaged',
  },
  generate: {
    ranks: [3, 2],
    options: (draw, { shape }) => {
      if (shape.length !== 2 && shape.length !== 3) return undefined;
      const embed_dim = shape.at(-1) as number;
      const heads = [1, 2, 3, 4].filter((each) => embed_dim % each === 0) as [number, ...number[]];
      const isOther = draw.integer(0, 3) === 3;
      return {
        embed_dim,
        num_heads: draw.oneOf(heads),
        dropout: 0,
        bias: !draw.boolean(),
        add_bias_kv: draw.integer(0, 3) === 3,
        add_zero_attn: draw.integer(0, 3) === 3,
        kdim: isOther ? draw.integer(1, 6) : null,
        vdim: isOther ? draw.integer(1, 6) : null,
        batch_first: draw.boolean(),
      };
    },
    call: (draw) => ({
      need_weights: !draw.boolean(),
      average_attn_weights: draw.integer(0, 3) !== 3,
      is_causal: draw.integer(0, 5) === 5,
    }),
    operands: drawOperands,
  },
});
