import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { broadcast } from '../../elementwise.ts';
import type { Draw } from '../../generator.ts';
import { defineLayer, type Inputs, type Named } from '../../layer.ts';
import { alike, type Shape, type Tensor, tensor } from '../../tensor.ts';

export interface Attention {
  readonly is_causal: boolean;
  readonly dropout_p: number;
  readonly enable_gqa: boolean;
}

type Three = readonly [Tensor, Tensor, Tensor];
const three = (inputs: Inputs): Three => inputs as unknown as Three;

/** Batch and heads: all dimensions but the last two. */
const lead = ({ shape }: Tensor): Shape => shape.slice(0, -2);
const size = ({ shape }: Tensor, back: number): number => shape.at(-back) as number;
const count = (shape: Shape): number => shape.reduce((product, each) => product * each, 1);

/** Batch and heads of a key or value, each head as often as queries share it. */
const repeated = (of: Tensor, query: Tensor, { enable_gqa }: Attention): Shape =>
  enable_gqa ? [...of.shape.slice(0, -3), size(query, 3)] : lead(of);

interface Batches {
  readonly scores: Shape;
  readonly output: Shape;
}

/** Batch and heads of the scores, and of the output; undefined where they do not broadcast. */
const batches = (options: Attention, inputs: Inputs): Batches | undefined => {
  const [query, key, value] = three(inputs);
  const scores = broadcast(lead(query), repeated(key, query, options));
  const output = scores && broadcast(scores, repeated(value, query, options));
  return output && { scores, output };
};

const equal = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((each, index) => each === b[index]);

/** A mask is added to the scores in their place, so it broadcasts to them. */
const wrongMask = (query: Tensor, key: Tensor, scores: Shape, mask: Tensor): Complaint | undefined => {
  if (mask.dtype !== 'bool' && mask.dtype !== 'float32' && mask.dtype !== query.dtype)
    return { code: 'dtype', expected: `bool, float32 or ${query.dtype} as attn_mask`, got: mask.dtype };
  const wanted = [...scores, size(query, 2), size(key, 2)];
  const isShort = mask.shape.length < 2 && query.shape.length === 4;
  const whole = isShort ? undefined : broadcast(mask.shape, wanted);
  return whole && equal(whole, wanted)
    ? undefined
    : {
        code: 'mismatch',
        shapes: [query.shape, key.shape, mask.shape],
        rule: `attn_mask must broadcast to [${wanted.join(', ')}]`,
      };
};

/** The rules of torch, but for one: its kernel reads past the end of a value that is shorter than the key. */
const wrongInputs = (options: Attention, inputs: Inputs, named: Named): Complaint | undefined => {
  const [query, key, value] = three(inputs);
  const shapes = [query.shape, key.shape, value.shape];
  const least = options.enable_gqa ? 3 : 2;
  const short = inputs.find(({ shape }) => shape.length < least);
  if (short) return { code: 'rank', expected: [least, least + 1, least + 2], shape: short.shape };
  const other = inputs.find(({ dtype }) => dtype !== query.dtype);
  if (other) return { code: 'dtype', expected: `${query.dtype} as the query`, got: other.dtype };
  const refused = (rule: string): Complaint => ({ code: 'mismatch', shapes, rule });
  if (size(query, 1) !== size(key, 1)) return refused('query and key must have the same features');
  if (size(key, 2) !== size(value, 2)) return refused('key and value must have the same length');
  if (options.enable_gqa && (size(query, 3) % size(key, 3) !== 0 || size(query, 3) % size(value, 3) !== 0))
    return refused("the heads of key and value must divide the query's");
  const { attn_mask } = named;
  if (attn_mask && options.is_causal) return refused('is_causal makes a mask of its own, so there can be no attn_mask');
  const made = batches(options, inputs);
  if (!made) return refused('batch and heads do not broadcast');
  return attn_mask && wrongMask(query, key, made.scores, attn_mask);
};

/** Also where the rows have one element. */
const hasRowsInOrder = ({ strides }: Tensor): boolean => strides.at(-1) === 1;

/**
 * Whether torch takes its fused kernel on a CPU, which lays the output out as the query; its plain products do not.
 * Source: use_flash_attention_cpp in PyTorch's aten/src/ATen/native/transformers/sdp_utils_cpp.cpp.
 */
export const isFused = (options: Attention, inputs: Inputs, { attn_mask }: Named): boolean => {
  const [query, key, value] = three(inputs);
  const rank = query.shape.length;
  const heads = (of: Tensor): number => size(of, 3);
  return (
    options.dropout_p === 0 &&
    (rank === 4 || rank === 3) &&
    inputs.every((each) => each.shape.length === rank && hasRowsInOrder(each)) &&
    (rank === 3 || inputs.every(({ shape }) => shape[0] === query.shape[0])) &&
    heads(key) === heads(value) &&
    size(value, 1) === size(query, 1) &&
    (!attn_mask || attn_mask.shape.length === 2 || attn_mask.shape.length === rank)
  );
};

/** A mask for every second call: of queries and keys alone, for all, or for each head. */
const drawMask = (draw: Draw, query: Tensor, length: number): Readonly<Record<string, Tensor>> => {
  const choice = draw.integer(0, 5);
  if (choice < 3) return {};
  const dtype = draw.oneOf(['float32', 'bool'] as const);
  const whole = [...lead(query), size(query, 2), length];
  const shapes = [whole.slice(-2), whole, whole.slice(1)];
  return { attn_mask: tensor(shapes[choice - 3] as Shape, dtype) };
};

/** softmax(scale * query key^T + mask) value, where scale is 1 / sqrt(E) unless given. */
export const scaled_dot_product_attention = defineLayer({
  kind: 'scaled_dot_product_attention',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html',
  options: () => ({
    dropout_p: z.number().min(0).max(1).default(0),
    is_causal: z.boolean().default(false),
    scale: z.number().nullable().default(null),
    enable_gqa: z.boolean().default(false),
  }),
  torch: {
    spellings: ['torch.nn.functional.scaled_dot_product_attention'],
    signature: 'query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, *, scale=None, enable_gqa=False',
    tensors: ['query', 'key', 'value', 'attn_mask'],
  },
  arity: 3,
  requires: wrongInputs,
  outputs: (options, inputs, named) => {
    const [query, , value] = three(inputs);
    const { output } = batches(options, inputs) as Batches;
    const shape = [...output, size(query, 2), size(value, 1)];
    return [isFused(options, inputs, named) && equal(shape, query.shape) ? alike(query) : tensor(shape, query.dtype)];
  },
  depends: ({ dropout_p }) =>
    dropout_p > 0 ? 'Weights are dropped at random: counted as if none were, and none scaled.' : undefined,
  symbols: (options, inputs, _, named) => {
    const [query, key, value] = three(inputs);
    const { scores, output } = batches(options, inputs) as Batches;
    return {
      Bs: count(scores),
      By: count(output),
      L: size(query, 2),
      S: size(key, 2),
      E: size(query, 1),
      V: size(value, 1),
      mask: options.is_causal || named.attn_mask ? 1 : 0,
    };
  },
  formulas: {
    macs: 'Bs * L * S * E + By * L * V * S',
    multiplications: 'Bs * L * S * E + By * L * V * S + Bs * L * S',
    additions: 'Bs * L * (S * (E - 1 + mask) + S - 1) + By * L * V * (S - 1)',
    exponentials: 'Bs * L * S',
    divisions: 'Bs * L * S',
  },
  generate: {
    ranks: [4, 3, 2],
    options: (draw, { shape }) =>
      shape.length < 2
        ? undefined
        : {
            dropout_p: 0,
            is_causal: draw.integer(0, 3) === 3,
            scale: draw.oneOf([null, null, 0.5]),
            enable_gqa: shape.length > 2 && draw.boolean(),
          },
    operands: (draw, query, options) => {
      const heads = size(query, 3);
      const fitting = [1, 2, 3].filter((each) => heads % each === 0) as [number, ...number[]];
      const shared = options.enable_gqa ? draw.oneOf(fitting) : 1;
      const batch = lead(query).map((each, index, all) => (index === all.length - 1 ? each / shared : each));
      const isRepeated = !options.enable_gqa && draw.integer(0, 4) === 4;
      const ofKey = isRepeated ? batch.map(() => 1) : batch;
      const ofValue = draw.integer(0, 5) === 5 ? [2, ...batch] : ofKey;
      const length = draw.integer(1, 6);
      const width = draw.boolean() ? draw.integer(1, 8) : size(query, 1);
      return {
        inputs: [{ shape: [...ofKey, length, size(query, 1)] }, { shape: [...ofValue, length, width] }],
        named: options.is_causal ? {} : drawMask(draw, query, length),
      };
    },
  },
});
