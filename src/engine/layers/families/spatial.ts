/** What layers over one, two or three spatial dimensions have in common, with a batch or without. */

import type { Complaint } from '../../complaint.ts';
import { wrongRank } from '../../geometry.ts';
import type { Signature } from '../../signature.ts';
import { isContiguousChannelsLast } from '../../strides.ts';
import {
  channelsLast,
  type Dtype,
  isContiguous,
  laidOutAs,
  numel,
  type Shape,
  type Tensor,
  tensor,
} from '../../tensor.ts';

export type Dimensions = 1 | 2 | 3;

/** Letters of the spatial dimensions in formulas. */
export const letters: Readonly<Record<Dimensions, readonly string[]>> = { 1: ['L'], 2: ['H', 'W'], 3: ['D', 'H', 'W'] };

/** How a function is written in PyTorch. */
export type Spelt = Signature & { readonly spellings: readonly [string, ...string[]] };

/** What a module and the function behind it do not share: the target, PyTorch's page and how the function is written. */
export const targetOf = (kind: string, torch: Spelt | undefined) =>
  torch
    ? ({
        kind,
        target: 'function',
        torch,
        source: `https://pytorch.org/docs/stable/generated/torch.nn.functional.${kind}.html`,
      } as const)
    : ({ kind, target: 'module', source: `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html` } as const);

/** The sizes behind batch and channels. */
export const spatial = ({ shape }: Tensor, dimensions: Dimensions): readonly number[] => shape.slice(-dimensions);

/** The input's shape with other spatial sizes. */
export const resized = ({ shape }: Tensor, sizes: readonly number[]): Shape => [
  ...shape.slice(0, -sizes.length),
  ...sizes,
];

/** The complaint of an input that is neither (N, C, ...) nor (C, ...). */
export const notSpatial = (input: Tensor, dimensions: Dimensions): Complaint | undefined =>
  wrongRank(input, [dimensions + 2, dimensions + 1]);

/** Batch and channels as symbols; a batch of 1 where there is none. */
export const batchAndChannels = ({ shape }: Tensor, dimensions: Dimensions) => ({
  N: shape.length === dimensions + 2 ? (shape[0] as number) : 1,
  C: shape.at(-dimensions - 1) as number,
});

/** Numbers under the letters of the spatial dimensions, with a suffix such as `out`. */
export const lettered = (sizes: readonly number[], suffix = ''): Readonly<Record<string, number>> =>
  Object.fromEntries(
    sizes.map((size, index) => [`${letters[sizes.length as Dimensions][index]}${suffix}`, size] as const),
  );

/** `K0 * K1 * K2`, as many factors as there are dimensions. */
export const productOf = (stem: string, dimensions: Dimensions): string =>
  Array.from({ length: dimensions }, (_, index) => `${stem}${index}`).join(' * ');

/** A result of a layer that works on one dimension as on an image of one row. */
export const asOneRow = (input: Tensor, shape: Shape, dtype: Dtype = input.dtype): Tensor => {
  if (shape.length !== 3) return tensor(shape, dtype);
  const [N, C, L] = input.shape as readonly [number, number, number];
  const [n, c, l] = input.strides as readonly [number, number, number];
  const row = { shape: [N, C, 1, L], strides: [n, c, L * l, l], dtype: input.dtype };
  const { strides } = laidOutAs(row, [shape[0] as number, shape[1] as number, 1, shape[2] as number]);
  return { shape, dtype, strides: strides.toSpliced(2, 1) };
};

/**
 * A result of a layer over volumes that looks at one without a batch as at a batch of one.
 * Source: torch 2.15, aten/src/ATen/native/DilatedMaxPool3d.cpp.
 */
export const asBatch = (input: Tensor, shape: Shape, dtype: Dtype = input.dtype): Tensor => {
  if (shape.length !== 4) return laidOutAs(input, shape, dtype);
  if (isContiguous(input)) return tensor(shape, dtype);
  const [C, ...rest] = input.shape as readonly [number, ...number[]];
  const [c, ...steps] = input.strides as readonly [number, ...number[]];
  const batch = { shape: [1, C, ...rest], strides: [numel(input.shape), c, ...steps], dtype: input.dtype };
  if (!isContiguousChannelsLast(batch)) return tensor(shape, dtype);
  return { shape, dtype, strides: channelsLast([1, ...shape], dtype).strides.slice(1) };
};
