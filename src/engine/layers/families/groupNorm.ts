/** The normalization of groups of channels, as a module and as a function. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { natural, positive } from '../../options.ts';
import { laidOutAs, numel, type Shape, type Tensor } from '../../tensor.ts';
import { byStatistics, drawNamed, givenAffine, mixesSixteenBits, wrongNamed } from './statistics.ts';

const wrongGroups = (num_groups: number, { shape }: Tensor): Complaint | undefined => {
  if (shape.length < 2) return { code: 'rank', expected: [2, 3, 4, 5], shape };
  const channels = shape[1] as number;
  return channels % num_groups === 0 ? undefined : { code: 'groups', groups: num_groups, channels, shape };
};

/**
 * Groups of one element, which the module and its function refuse and the operator behind them does not: before it is asked
 * whether the groups divide the channels. Source: torch 2.15, torch/nn/functional.py.
 */
const single = (num_groups: number, { shape }: Tensor): Complaint | undefined => {
  if (shape.length < 2) return undefined;
  const images = Math.floor(numel(shape.slice(0, 2)) / num_groups);
  return images * numel(shape.slice(2)) === 1 ? { code: 'single', shape, error: 'ValueError' } : undefined;
};

const cost = byStatistics('N * g');
const sizes = (num_groups: number, [{ shape }]: Inputs) => ({ N: shape[0] as number, g: num_groups });
const outputs = (_: unknown, [input]: Inputs): readonly Tensor[] => [laidOutAs(input, input.shape)];

const drawGroups = (draw: Draw, { shape }: { readonly shape: Shape }): number | undefined => {
  if (shape.length < 2) return undefined;
  const channels = shape[1] as number;
  const divisors = Array.from({ length: channels }, (_, index) => index + 1).filter(
    (groups) => channels % groups === 0 && numel(shape) !== groups,
  );
  return divisors.length > 0 ? draw.oneOf(divisors as [number, ...number[]]) : undefined;
};

export const GroupNorm = defineLayer({
  kind: 'GroupNorm',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html',
  options: () => ({
    num_groups: positive,
    num_channels: natural,
    eps: z.number().default(1e-5),
    affine: z.boolean().default(true),
    bias: z.boolean().default(true),
  }),
  valid: ({ num_groups, num_channels }) =>
    num_channels % num_groups === 0
      ? undefined
      : {
          code: 'option',
          option: 'num_groups',
          rule: `it must divide num_channels = ${num_channels}`,
          got: num_groups,
        },
  requires: ({ num_groups, num_channels, affine }, [input]) => {
    const wrong = single(num_groups, input) ?? wrongGroups(num_groups, input);
    const { shape } = input;
    const got = shape[1] as number;
    // Without weights PyTorch asks for no number of channels.
    return wrong || !affine || got === num_channels
      ? wrong
      : { code: 'size', what: 'channels', dimension: 'dimension 1', expected: num_channels, got, shape };
  },
  mixes: mixesSixteenBits,
  outputs,
  weights: ({ num_channels, affine, bias }) => [
    ...(affine ? [{ name: 'weight', shape: [num_channels] }] : []),
    ...(affine && bias ? [{ name: 'bias', shape: [num_channels] }] : []),
  ],
  symbols: ({ num_groups, num_channels, affine, bias }, inputs) => ({
    ...sizes(num_groups, inputs),
    C: num_channels,
    affine: affine ? 1 : 0,
    bias: affine && bias ? 1 : 0,
  }),
  formulas: { params: 'C * affine + C * bias', ...cost },
  generate: {
    ranks: [4, 3, 2],
    options: (draw, input) => {
      const num_groups = drawGroups(draw, input);
      return num_groups === undefined
        ? undefined
        : {
            num_groups,
            num_channels: input.shape[1] as number,
            affine: !draw.boolean(),
            bias: draw.integer(0, 3) !== 3,
          };
    },
  },
});

export const group_norm = defineLayer({
  kind: 'group_norm',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html',
  options: () => ({ num_groups: positive, eps: z.number().default(1e-5) }),
  torch: {
    spellings: ['torch.nn.functional.group_norm', 'torch.group_norm'],
    signature: 'input, num_groups, weight=None, bias=None, eps=1e-05',
    tensors: ['input', 'weight', 'bias'],
  },
  requires: ({ num_groups }, [input], named, spelling) =>
    (spelling === 'torch.group_norm' ? undefined : single(num_groups, input)) ??
    wrongGroups(num_groups, input) ??
    wrongNamed(named, [input.shape[1] as number], input),
  outputs,
  symbols: ({ num_groups }, inputs, _, named) => ({ ...sizes(num_groups, inputs), ...givenAffine(named) }),
  formulas: cost,
  generate: {
    ranks: [4, 3, 2],
    options: (draw, input) => {
      const num_groups = drawGroups(draw, input);
      return num_groups === undefined ? undefined : { num_groups };
    },
    operands: (draw, input) =>
      input.shape.length < 2 ? {} : drawNamed(draw, ['weight', 'bias'], input, [input.shape[1] as number]),
  },
});
