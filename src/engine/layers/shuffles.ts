/** Layers that bring the elements of channels and places into another order. They move data and compute nothing. */

import { z } from 'zod';
import type { Complaint } from '../complaint.ts';
import { defineLayer, type LayerDefinition } from '../layer.ts';
import { positive } from '../options.ts';
import { isChannelsLast, laidOutAs, numel, type Shape, type Tensor, viewStrides } from '../tensor.ts';
import { type Spelt, targetOf } from './families/spatial.ts';

interface Shuffle {
  readonly names: readonly [string, string];
  readonly option: string;
  readonly divides: (factor: number, shape: Shape) => readonly { readonly size: number; readonly by: number }[];
  readonly shape: (factor: number, shape: Shape) => Shape;
}

const last = (shape: Shape, back: number): number => shape.at(-back) as number;

const families: readonly Shuffle[] = [
  {
    names: ['PixelShuffle', 'pixel_shuffle'],
    option: 'upscale_factor',
    divides: (r, shape) => [{ size: last(shape, 3), by: r * r }],
    shape: (r, shape) => [...shape.slice(0, -3), last(shape, 3) / r ** 2, last(shape, 2) * r, last(shape, 1) * r],
  },
  {
    names: ['PixelUnshuffle', 'pixel_unshuffle'],
    option: 'downscale_factor',
    divides: (r, shape) => [
      { size: last(shape, 2), by: r },
      { size: last(shape, 1), by: r },
    ],
    shape: (r, shape) => [...shape.slice(0, -3), last(shape, 3) * r ** 2, last(shape, 2) / r, last(shape, 1) / r],
  },
  {
    names: ['ChannelShuffle', 'channel_shuffle'],
    option: 'groups',
    divides: (groups, shape) => [{ size: shape[1] as number, by: groups }],
    shape: (_, shape) => shape,
  },
];

const misfit = ({ divides, option }: Shuffle, factor: number, input: Tensor): Complaint | undefined => {
  const { shape } = input;
  if (shape.length < 3) return { code: 'rank', expected: [4, 3], shape };
  if (shape.length === 5 && option !== 'groups' && isChannelsLast(input))
    return {
      code: 'mismatch',
      shapes: [shape],
      rule: 'PyTorch does not shuffle volumes whose channels lie innermost in memory',
    };
  const odd = divides(factor, shape).find(({ size, by }) => size % by !== 0);
  return odd && { code: 'option', option, rule: `${odd.size} cannot be divided by ${odd.by}`, got: factor };
};

const shuffle = (family: Shuffle, kind: string, torch?: Spelt): LayerDefinition => {
  const { option, shape } = family;
  const factor = (options: unknown): number => (options as Readonly<Record<string, number>>)[option] as number;
  return defineLayer({
    ...targetOf(kind, torch),
    options: () => ({ [option]: positive }),
    takes: ['any'],
    requires: (options, [input]) => misfit(family, factor(options), input),
    outputs: (options, [input]) => [laidOutAs(input, shape(factor(options), input.shape))],
    generate: {
      ranks: [4, 3],
      options: (draw, input) => {
        const fitting = [1, 2, 3, 4].filter((size) => !misfit(family, size, input));
        return fitting.length > 0 ? { [option]: draw.oneOf(fitting as [number, ...number[]]) } : undefined;
      },
    },
  });
};

/** The sizes with what is left for the one that is -1. */
const filled = (sizes: readonly number[], size: number): readonly number[] => {
  const known = numel(sizes.filter((each) => each !== -1));
  return sizes.map((each) => (each === -1 ? size / known : each));
};

const Unflatten = defineLayer({
  kind: 'Unflatten',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html',
  options: () => ({ dim: z.int(), unflattened_size: z.array(z.int().min(-1)).min(1).max(32) }),
  takes: ['any'],
  valid: ({ unflattened_size }) =>
    unflattened_size.filter((size) => size === -1).length > 1
      ? { code: 'option', option: 'unflattened_size', rule: 'only one size can be -1', got: unflattened_size }
      : undefined,
  requires: ({ dim, unflattened_size }, [{ shape }]) => {
    const size = shape.at(dim);
    if (size === undefined) return { code: 'dimension', dimension: dim, shape };
    const sizes = filled(unflattened_size, size);
    return numel(sizes) === size && sizes.every(Number.isInteger)
      ? undefined
      : { code: 'elements', shape: [size], target: unflattened_size };
  },
  outputs: ({ dim, unflattened_size }, [input]) => {
    const at = dim < 0 ? dim + input.shape.length : dim;
    const shape = input.shape.toSpliced(at, 1, ...filled(unflattened_size, input.shape[at] as number));
    return [{ shape, dtype: input.dtype, strides: viewStrides(input, shape) as number[] }];
  },
  storage: () => 'alias',
  generate: {
    ranks: [2, 4, 3],
    options: (draw, { shape }) => {
      if (shape.length < 2) return undefined;
      const size = shape[1] as number;
      const divisors = [1, 2, 3, 4, 5].filter((by) => size % by === 0) as [number, ...number[]];
      const by = draw.oneOf(divisors);
      return {
        dim: draw.boolean() ? 1 - shape.length : 1,
        unflattened_size: draw.boolean() ? [-1, by] : [by, size / by],
      };
    },
  },
});

export const shuffles: readonly LayerDefinition[] = [
  ...families.flatMap((family) => {
    const [module, name] = family.names;
    const spellings = [`torch.nn.functional.${name}`, `torch.${name}`] as const;
    return [
      shuffle(family, module),
      shuffle(family, name, { spellings, signature: `input, ${family.option}`, tensors: ['input'] }),
    ];
  }),
  Unflatten,
];
