/** Dropout in all its forms. Modules in evaluation mode hand their input on; the functions drop where they are told to train. */

import { z } from 'zod';
import type { Complaint } from '../complaint.ts';
import { wrongRank } from '../geometry.ts';
import { defineLayer, type LayerDefinition } from '../layer.ts';
import { probability } from '../options.ts';
import { alike, cloned, isFloating, type Tensor } from '../tensor.ts';

interface Dropout {
  readonly names: readonly [string, string];
  /** Numbers of dimensions that PyTorch takes; any where nothing is said. */
  readonly taken?: readonly number[];
  /** How many of the first dimensions a mask goes over, of a number of dimensions: where it drops whole channels. */
  readonly masked?: (rank: number) => number;
  /** Whether it shifts what is left, to keep mean and variance: x * m + b. */
  readonly isAlpha?: true;
  /** The function's default of `training`. */
  readonly trains: boolean;
}

const ranks = [4, 2, 3, 5] as const;

/** What hands its input on: the tensor itself, or a view where it has been given a batch for the time being. */
const handedOn = (masked: Dropout['masked'], inplace: boolean, input: Tensor): Tensor =>
  !inplace && masked?.(input.shape.length) === 1 ? { ...input } : input;

/** In place, PyTorch gives an input without a batch one for the time being, which it may not do with what is learnt. */
const isReshaped = (masked: Dropout['masked'], inplace: boolean, { shape, learnt }: Tensor): boolean =>
  inplace && learnt === true && masked?.(shape.length) === 1;

const learntInput: Complaint = { code: 'overwrite', rule: 'the input is a parameter that is learnt, or a view of one' };

const moduleOf = ({ names: [kind], taken, masked }: Dropout): LayerDefinition =>
  defineLayer({
    kind,
    target: 'module',
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`,
    options: () => ({ p: probability.default(0.5), inplace: z.boolean().default(false) }),
    takes: ['any'],
    requires: ({ inplace }, [input]) =>
      (taken && wrongRank(input, taken)) ?? (isReshaped(masked, inplace, input) ? learntInput : undefined),
    outputs: ({ inplace }, [input]) => [handedOn(masked, inplace, input)],
    storage: () => 'alias',
    generate: {
      ranks: taken ? [3, 2] : ranks,
      options: (draw, { shape }) =>
        taken && !taken.includes(shape.length) ? undefined : { p: 0.5, inplace: draw.boolean() },
    },
  });

/** y = x * m with a random m of 0 and 1 / (1 - p), or x * m + b: drawing m is not counted. */
const functionOf = ({ names: [, kind], taken, masked, isAlpha, trains }: Dropout): LayerDefinition => {
  const isDropping = ({ p, training }: { readonly p: number; readonly training: boolean }) => training && p > 0;
  return defineLayer({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/torch.nn.functional.${kind}.html`,
    options: () => ({
      p: probability.default(0.5),
      training: z.boolean().default(trains),
      inplace: z.boolean().default(false),
    }),
    torch: {
      spellings: [`torch.nn.functional.${kind}`],
      signature: `input, p=0.5, training=${trains ? 'True' : 'False'}, inplace=False`,
      tensors: ['input'],
    },
    takes: ['any'],
    requires: (options, [input]) => {
      const rank = taken && wrongRank(input, taken);
      if (rank) return rank;
      if (isReshaped(masked, options.inplace, input)) return learntInput;
      if (!isDropping(options) || options.p === 1) return undefined;
      if (!isFloating(input.dtype)) return { code: 'dtype', expected: 'a floating type in training', got: input.dtype };
      const least = masked?.(input.shape.length) ?? 0;
      return input.shape.length < least ? { code: 'rank', expected: [4, 3, least], shape: input.shape } : undefined;
    },
    outputs: (options, [input]) => {
      if (!isDropping(options)) return [handedOn(masked, options.inplace, input)];
      // A mask that is as large as the input is laid out alike; what is multiplied by less keeps its own order in memory.
      const isWhole =
        options.p < 1 && (!masked || input.shape.slice(masked(input.shape.length)).every((size) => size === 1));
      return [isWhole ? alike(input) : cloned(input)];
    },
    storage: (options) => (isDropping(options) ? (options.inplace ? 'in place' : 'new') : 'alias'),
    symbols: (options) => ({
      dropped: isDropping(options) ? 1 : 0,
      shifted: isAlpha && isDropping(options) && options.p < 1 ? 1 : 0,
    }),
    formulas: { multiplications: 'dropped * x_numel', ...(isAlpha ? { additions: 'shifted * x_numel' } : {}) },
    generate: {
      ranks: taken ? [3, 2] : ranks,
      options: (draw, { shape }) =>
        taken && !taken.includes(shape.length)
          ? undefined
          : { p: draw.oneOf([0.5, 1, 0]), training: draw.integer(0, 3) === 3, inplace: false },
    },
  });
};

const families: readonly Dropout[] = [
  { names: ['AlphaDropout', 'alpha_dropout'], isAlpha: true, trains: false },
  { names: ['Dropout', 'dropout'], trains: true },
  { names: ['Dropout1d', 'dropout1d'], taken: [3, 2], masked: (rank) => (rank === 3 ? 2 : 1), trains: true },
  { names: ['Dropout2d', 'dropout2d'], masked: () => 2, trains: true },
  { names: ['Dropout3d', 'dropout3d'], masked: (rank) => (rank === 5 ? 2 : 1), trains: true },
  { names: ['FeatureAlphaDropout', 'feature_alpha_dropout'], masked: () => 2, isAlpha: true, trains: false },
];

export const dropouts: readonly LayerDefinition[] = families.flatMap((family) => [
  moduleOf(family),
  functionOf(family),
]);
