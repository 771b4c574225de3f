/** What the layers, stacks and whole of a transformer share: options, activations, the calls of their sublayers, draws. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { BodyCall, Child } from '../../composition.ts';
import type { Inputs, Named } from '../../layer.ts';
import { positive, probability } from '../../options.ts';
import type { Tensor } from '../../tensor.ts';
import { activations } from '../activations.ts';
import { relu } from '../functional/relu.ts';
import { ReLU } from '../ReLU.ts';
import { type Part, part } from './parts.ts';
import { PReLU } from './prelu.ts';

export const page = (kind: string): string => `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`;

const ofTarget = (target: 'module' | 'function') => activations.filter((one) => one.target === target);

interface Written {
  readonly op: string;
  readonly spelling?: string | undefined;
}

/** `relu` and `gelu` by name, another function that takes a tensor alone, in any of its spellings, or a module. */
const activation = () => {
  const functions = [relu, ...ofTarget('function')].filter(({ schema }) => schema.safeParse({}).success);
  const kinds = functions.map(({ kind }) => kind) as [string, ...string[]];
  const isSpelling = ({ op, spelling }: Written): boolean =>
    spelling === undefined || functions.some(({ kind, torch }) => kind === op && torch.spellings.includes(spelling));
  return z
    .union([
      z.enum(['relu', 'gelu']),
      z
        .strictObject({ op: z.enum(kinds), spelling: z.string().optional() })
        .refine(isSpelling, { path: ['spelling'], message: 'it must be one of the ways to write the function' }),
      part(ReLU, PReLU, ...ofTarget('module')),
    ])
    .default('relu');
};

export type Activation = z.output<ReturnType<typeof activation>>;

/** The options of a layer, as of the whole. */
export const options = () => ({
  dim_feedforward: positive.default(2048),
  dropout: probability.default(0.1),
  activation: activation(),
  layer_norm_eps: z.number().default(1e-5),
  batch_first: z.boolean().default(false),
  norm_first: z.boolean().default(false),
  bias: z.boolean().default(true),
});

export interface LayerOptions {
  readonly d_model: number;
  readonly nhead: number;
  readonly dim_feedforward: number;
  readonly dropout: number;
  readonly activation: Activation;
  readonly layer_norm_eps: number;
  readonly batch_first: boolean;
  readonly norm_first: boolean;
  readonly bias: boolean;
}

export const headsComplaint = ({ d_model, nhead }: Pick<LayerOptions, 'd_model' | 'nhead'>): Complaint | undefined =>
  d_model % nhead === 0
    ? undefined
    : { code: 'option', option: 'nhead', rule: `it must divide d_model = ${d_model}`, got: nhead };

export const isPart = (given: Activation): given is Part => typeof given === 'object' && 'kind' in given;

/** PyTorch copies a decoder's layers, and gives each copy relu in the place of a module. Source: `__setstate__` in torch/nn/modules/transformer.py. */
export const activationComplaint = ({ activation: given }: Pick<LayerOptions, 'activation'>): Complaint | undefined =>
  isPart(given)
    ? {
        code: 'option',
        option: 'activation',
        rule: 'it must be a function, since the copies that PyTorch makes of a decoder layer run relu in the place of a module',
        got: given.kind,
      }
    : undefined;

/** Modules of a layer in the order in which PyTorch registers them: so many attentions, as many norms and one more. */
export const childrenOf = (given: LayerOptions, attentions: readonly string[]): readonly Child[] => {
  const { d_model, nhead, dim_feedforward, dropout, batch_first, bias, layer_norm_eps: eps } = given;
  const attention = { embed_dim: d_model, num_heads: nhead, dropout, bias, batch_first };
  const numbers = Array.from({ length: attentions.length + 1 }, (_, index) => index + 1);
  return [
    ...attentions.map((name) => ({ name, kind: 'MultiheadAttention', options: attention })),
    { name: 'linear1', kind: 'Linear', options: { in_features: d_model, out_features: dim_feedforward, bias } },
    { name: 'dropout', kind: 'Dropout', options: { p: dropout } },
    { name: 'linear2', kind: 'Linear', options: { in_features: dim_feedforward, out_features: d_model, bias } },
    ...numbers.map((n) => ({ name: `norm${n}`, kind: 'LayerNorm', options: { normalized_shape: d_model, eps, bias } })),
    ...numbers.map((n) => ({ name: `dropout${n}`, kind: 'Dropout', options: { p: dropout } })),
    ...(isPart(given.activation) ? [{ name: 'activation', ...given.activation }] : []),
  ];
};

const called = (module: string, input: string): BodyCall => ({ id: module, module, inputs: [input] });

/** The activation: a function is looked up when the layer is made, and kept. */
const activated = (given: Activation, input: string): BodyCall => {
  if (isPart(given)) return called('activation', input);
  const function_ = typeof given === 'string' ? { op: given } : given;
  const { op, spelling } = function_ as { readonly op: string; readonly spelling?: string };
  return { id: op, op, ...(spelling ? { spelling } : {}), isHeld: true, inputs: [input] };
};

/** A sublayer of attention or of the feed-forward network: its calls on a value. */
export type Sublayer = (input: string) => readonly BodyCall[];

export interface Masks {
  readonly attn_mask?: string | undefined;
  readonly key_padding_mask?: string | undefined;
  readonly is_causal: boolean;
}

/** Attention of the value to a memory, or to itself. */
export const attend =
  (module: string, { attn_mask, key_padding_mask, is_causal }: Masks, memory?: string): Sublayer =>
  (input) => {
    const named = { ...(attn_mask ? { attn_mask } : {}), ...(key_padding_mask ? { key_padding_mask } : {}) };
    const inputs = [input, memory ?? input, memory ?? input];
    return [{ id: module, module, inputs, named, options: { need_weights: false, is_causal } }];
  };

export const feedForward =
  (given: Activation): Sublayer =>
  (input) => {
    const function_ = activated(given, 'linear1');
    return [called('linear1', input), function_, called('dropout', function_.id), called('linear2', 'dropout')];
  };

/** x + sublayer(x) for each sublayer, normalized behind the sum, or before the sublayer. Source: arXiv:1706.03762, 2002.04745. */
export const residual = (input: string, normFirst: boolean, sublayers: readonly Sublayer[]): readonly BodyCall[] => {
  const calls: BodyCall[] = [];
  let x = input;
  for (const [index, sublayer] of sublayers.entries()) {
    const [norm, dropout] = [`norm${index + 1}`, `dropout${index + 1}`];
    const add = index === 0 ? 'add' : `add-${index + 1}`;
    if (normFirst) calls.push(called(norm, x));
    const inside = sublayer(normFirst ? norm : x);
    calls.push(...inside, called(dropout, inside.at(-1)?.id as string), { id: add, op: 'add', inputs: [x, dropout] });
    if (!normFirst) calls.push(called(norm, add));
    x = normFirst ? add : norm;
  }
  return calls;
};

/** Masks as PyTorch makes them of bool ones: zeros, and -inf where nothing is attended to. The names of all, old and new. */
export const canonical = (names: readonly string[], named: Named, { dtype }: Tensor) => {
  const calls: BodyCall[] = [];
  const masks: Record<string, string> = {};
  for (const name of names) {
    const mask = named[name];
    if (!mask) continue;
    masks[name] = name;
    if (mask.dtype !== 'bool') continue;
    const again = calls.length > 0 ? '-2' : '';
    const [zeros, filled] = [`zeros_like${again}`, `masked_fill${again}`];
    masks[name] = filled;
    calls.push({ id: zeros, op: 'zeros_like', inputs: [name], options: { dtype } });
    calls.push({
      id: filled,
      op: 'masked_fill',
      spelling: 'torch.Tensor.masked_fill_',
      inputs: [zeros, name],
      options: { value: '-inf' },
    });
  }
  return { calls, masks };
};

/** Masks are bool or floating. */
export const wrongMasks = (names: readonly string[], named: Named): Complaint | undefined => {
  for (const name of names) {
    const mask = named[name];
    if (mask && mask.dtype !== 'bool' && !mask.dtype.includes('float'))
      return {
        code: 'dtype',
        expected: `bool or a floating type as ${name}`,
        got: mask.dtype,
        error: 'AssertionError',
      };
  }
  return undefined;
};

/** Whether PyTorch has one kernel for an encoder layer on such an input. Source: torch/nn/modules/transformer.py. */
export const isFusable = ({ activation: given, nhead, bias, batch_first }: LayerOptions, [src]: Inputs): boolean => {
  const isOwn = typeof given === 'string' || (isPart(given) && ['ReLU', 'GELU'].includes(given.kind));
  const isSame =
    typeof given === 'object' &&
    'op' in given &&
    ['relu', 'gelu'].includes(given.op) &&
    (given.spelling ?? `torch.nn.functional.${given.op}`) === `torch.nn.functional.${given.op}`;
  return src.shape.length === 3 && batch_first && bias && nhead % 2 === 0 && (isOwn || isSame);
};
