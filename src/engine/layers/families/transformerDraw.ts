/** How layers, masks and sequences of transformers are drawn. */

import type { Draw, Wanted } from '../../generator.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import { type Activation, isPart } from './transformer.ts';

/** Drawn options with a function where a module was drawn. */
export const withFunction = <Drawn extends { readonly activation: unknown }>(drawn: Drawn) => ({
  ...drawn,
  activation: isPart(drawn.activation as Activation) ? 'relu' : drawn.activation,
});

/** Length and batch of a sequence. */
export const sequenceOf = (batch_first: boolean, { shape }: Pick<Tensor, 'shape'>): readonly [number, number] => {
  if (shape.length === 2) return [shape[0] as number, 1];
  return (batch_first ? [shape[1], shape[0]] : [shape[0], shape[1]]) as [number, number];
};

/** Options of a layer for sequences with so many features. */
export const drawLayer = (draw: Draw, { shape }: { readonly shape: Shape }) => {
  if (shape.length !== 2 && shape.length !== 3) return undefined;
  const d_model = shape.at(-1) as number;
  const heads = [2, 1, 4, 3].filter((each) => d_model % each === 0) as [number, ...number[]];
  return {
    d_model,
    nhead: draw.oneOf(heads),
    dim_feedforward: draw.integer(1, 8),
    dropout: 0.1,
    activation: draw.oneOf([
      'relu',
      'gelu',
      'relu',
      { kind: 'ReLU', options: {} },
      { op: 'silu' },
      { kind: 'GELU', options: { approximate: 'tanh' } },
      { op: 'relu', spelling: 'torch.relu' },
      { kind: 'PReLU', options: {} },
    ]),
    layer_norm_eps: 1e-5,
    batch_first: !draw.boolean(),
    norm_first: draw.boolean(),
    bias: draw.integer(0, 3) !== 3,
  };
};

interface Sides {
  /** Names of the mask and of the padding. */
  readonly names: readonly [string, string];
  /** Null where PyTorch asks the mask's numbers. */
  readonly is_causal: boolean | null;
  /** The lengths of queries and keys, batch and heads. */
  readonly sizes: readonly [number, number, number, number];
  readonly isBatched: boolean;
  /** Whether nothing but bool will do for the padding, as where its numbers decide. */
  readonly isBool?: boolean;
}

/** Masks as attention takes them, each in half of the draws or less. */
export const drawMasks = (draw: Draw, { names: [mask, padding], is_causal, sizes, isBatched, isBool }: Sides) => {
  const [L, S, N, heads] = sizes;
  const dtype = draw.oneOf(['bool', 'float32'] as const);
  const choice = draw.integer(0, 7);
  const shape = choice % 2 === 0 ? [L, S] : [N * heads, L, S];
  const given: Record<string, Wanted> = {};
  // Whether the mask of one element is causal is decided by its number alone.
  const isAsked = is_causal === null && L === 1 && S === 1;
  if (is_causal || (!isAsked && [4, 5, 7].includes(choice))) given[mask] = { shape, dtype };
  if (choice > 5) given[padding] = { shape: isBatched ? [N, S] : [S], dtype: isBool ? 'bool' : dtype };
  return given;
};
