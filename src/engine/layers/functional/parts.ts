/** Functions that take parts of a tensor: views of it. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { counted, noDimension, wrongDimensions } from '../../dimensions.ts';
import type { LayerDefinition } from '../../layer.ts';
import { dimension, positive, whole } from '../../options.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import { narrowed, selected } from '../../views.ts';
import { movement } from '../families/movement.ts';

/** A dimension that a tensor really has: a scalar has none. */
const noAxis = (dim: number, shape: Shape): Complaint | undefined =>
  shape.length === 0 ? { code: 'dimension', dimension: dim, shape } : noDimension(dim, shape);

/** The same for functions that ask a scalar for a dimension before they look which one is named. */
const noAxisAtAll = (dim: number, shape: Shape): Complaint | undefined => {
  const missing = noAxis(dim, shape);
  return missing && shape.length === 0 ? { ...missing, error: 'RuntimeError' } : missing;
};

const sizeAt = (dim: number, shape: Shape): number => shape[counted(dim, shape.length)] as number;

const pieces = (input: Tensor, dim: number, lengths: readonly number[]): readonly Tensor[] =>
  lengths.map((length) => narrowed(input, counted(dim, input.shape.length), length));

/** Lengths of pieces of one size, of which the last may be shorter. */
const even = (size: number, length: number): readonly number[] =>
  Array.from({ length: Math.ceil(size / length) }, (_, place) => Math.min(length, size - place * length));

const lengthsOf = (given: number | readonly number[], size: number): readonly number[] =>
  typeof given === 'number' ? even(size, given) : given;

const unequal = (option: string, lengths: readonly number[], size: number): Complaint | undefined =>
  lengths.reduce((sum, length) => sum + length, 0) === size
    ? undefined
    : { code: 'option', option, rule: `the sizes must add up to ${size}`, got: lengths };

const mostPieces = 1024;

const split = movement({
  kind: 'split',
  pieces: true,
  options: () => ({
    split_size: z.union([positive, z.array(z.int().min(0)).min(1).max(mostPieces)]),
    dim: dimension.default(0),
  }),
  signature: 'input, split_size, dim=0',
  spellings: ['torch.Tensor.split', 'torch.split'],
  page: 'torch.split',
  requires: ({ split_size, dim }, [{ shape }]) => {
    const missing = noAxisAtAll(dim, shape);
    if (missing) return missing;
    const size = sizeAt(dim, shape);
    const lengths = typeof split_size === 'number' ? Math.ceil(size / split_size) : split_size.length;
    if (lengths > mostPieces)
      return {
        code: 'option',
        option: 'split_size',
        rule: `it must make at most ${mostPieces} pieces`,
        got: split_size,
      };
    return typeof split_size === 'number' ? undefined : unequal('split_size', split_size, size);
  },
  outputs: ({ split_size, dim }, [input]) => pieces(input, dim, lengthsOf(split_size, sizeAt(dim, input.shape))),
  draw: (draw, { shape }) => {
    if (shape.length < 2) return undefined;
    const size = shape[1] as number;
    const first = draw.integer(1, size);
    if (size > first && draw.boolean()) return { split_size: [first, size - first], dim: 1 };
    return { split_size: Math.max(first, Math.ceil(size / 4)), dim: 1 };
  },
});

const chunk = movement({
  kind: 'chunk',
  pieces: true,
  options: () => ({ chunks: positive.max(mostPieces), dim: dimension.default(0) }),
  signature: 'input, chunks, dim=0',
  spellings: ['torch.Tensor.chunk', 'torch.chunk'],
  page: 'torch.chunk',
  requires: ({ dim }, [{ shape }]) => noAxisAtAll(dim, shape),
  outputs: ({ chunks, dim }, [input]) => {
    const size = sizeAt(dim, input.shape);
    return pieces(input, dim, even(size, Math.ceil(size / chunks)));
  },
  draw: (draw, { shape }) => (shape.length < 2 ? undefined : { chunks: draw.integer(1, 4), dim: draw.oneOf([1, -1]) }),
});

const unbind = movement({
  kind: 'unbind',
  pieces: true,
  options: () => ({ dim: dimension.default(0) }),
  signature: 'input, dim=0',
  spellings: ['torch.Tensor.unbind', 'torch.unbind'],
  page: 'torch.unbind',
  requires: ({ dim }, [{ shape }]) => {
    const missing = noAxis(dim, shape);
    return (
      missing ??
      (sizeAt(dim, shape) > mostPieces
        ? { code: 'option', option: 'dim', rule: `it must make at most ${mostPieces} pieces`, got: dim }
        : undefined)
    );
  },
  outputs: ({ dim }, [input]) => {
    const place = counted(dim, input.shape.length);
    return Array.from({ length: input.shape[place] as number }, () => selected(input, place));
  },
  draw: (draw, { shape }) => (shape.length < 3 ? undefined : { dim: draw.oneOf([1, -1]) }),
});

const narrow = movement({
  kind: 'narrow',
  options: () => ({ dim: dimension, start: z.int(), length: z.int().min(0) }),
  signature: 'input, dim, start, length',
  spellings: ['torch.Tensor.narrow', 'torch.narrow'],
  page: 'torch.narrow',
  requires: ({ dim, start, length }, [{ shape }]) => {
    const missing = noAxisAtAll(dim, shape);
    if (missing) return missing;
    const size = sizeAt(dim, shape);
    const first = start < 0 ? start + size : start;
    if (first < 0 || first > size)
      return { code: 'option', option: 'start', rule: `it must lie within ${size}`, got: start, error: 'IndexError' };
    return first + length > size
      ? { code: 'option', option: 'length', rule: `it reaches over the end at ${size}`, got: length }
      : undefined;
  },
  outputs: ({ dim, length }, [input]) => [narrowed(input, counted(dim, input.shape.length), length)],
  draw: (draw, { shape }) => {
    if (shape.length < 2) return undefined;
    const size = shape[1] as number;
    const length = draw.integer(1, size);
    return { dim: 1, start: draw.boolean() ? 0 : draw.oneOf([size - length, size > length ? -length : 0]), length };
  },
});

const select = movement({
  kind: 'select',
  options: () => ({ dim: dimension, index: z.int() }),
  signature: 'input, dim, index',
  spellings: ['torch.Tensor.select', 'torch.select'],
  page: 'torch.select',
  requires: ({ dim, index }, [{ shape }]) => {
    const missing = noAxis(dim, shape);
    if (missing) return missing;
    const size = sizeAt(dim, shape);
    return index < -size || index >= size ? { code: 'index', index, size } : undefined;
  },
  outputs: ({ dim }, [input]) => [selected(input, counted(dim, input.shape.length))],
  draw: (draw, { shape }) => (shape.length < 3 ? undefined : { dim: 1, index: draw.oneOf([0, -1]) }),
});

const splitWithSizes = movement({
  kind: 'split_with_sizes',
  pieces: true,
  options: () => ({ split_sizes: z.array(z.int().min(0)).min(1).max(mostPieces), dim: dimension.default(0) }),
  signature: 'input, split_sizes, dim=0',
  spellings: ['torch.Tensor.split_with_sizes', 'torch.split_with_sizes'],
  page: 'torch.split',
  requires: ({ split_sizes, dim }, [{ shape }]) =>
    noAxisAtAll(dim, shape) ?? unequal('split_sizes', split_sizes, sizeAt(dim, shape)),
  outputs: ({ split_sizes, dim }, [input]) => pieces(input, dim, split_sizes),
  draw: (draw, { shape }) => {
    if (shape.length < 2) return undefined;
    const size = shape[1] as number;
    const first = draw.integer(1, size);
    return { split_sizes: size > first ? [first, size - first] : [first], dim: 1 };
  },
});

/** The places along two dimensions that are `offset` apart, as the last dimension. Source: torch.diagonal. */
const diagonal = movement({
  kind: 'diagonal',
  options: () => ({ offset: whole.default(0), dim1: dimension.default(0), dim2: dimension.default(1) }),
  signature: 'input, offset=0, dim1=0, dim2=1',
  spellings: ['torch.Tensor.diagonal', 'torch.diagonal'],
  page: 'torch.diagonal',
  requires: ({ dim1, dim2 }, [{ shape }]) => wrongDimensions([dim1, dim2], shape, 'dim2'),
  outputs: ({ offset, dim1, dim2 }, [input]) => {
    const { shape, strides, dtype } = input;
    const dims = [dim1, dim2].map((dim) => counted(dim, shape.length)) as [number, number];
    const [rows, columns] = dims.map((dim) => shape[dim] as number) as [number, number];
    const length = Math.max(0, Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)));
    const isLeft = (_: number, place: number): boolean => !dims.includes(place);
    const step = dims.reduce((sum, dim) => sum + (strides[dim] as number), 0);
    return [{ shape: [...shape.filter(isLeft), length], strides: [...strides.filter(isLeft), step], dtype }];
  },
  draw: (draw, { shape }) =>
    shape.length < 3 ? undefined : { offset: draw.integer(0, (shape.at(-1) as number) - 1), dim1: -2, dim2: -1 },
});

export const parts: readonly LayerDefinition[] = [chunk, diagonal, narrow, select, split, splitWithSizes, unbind];
