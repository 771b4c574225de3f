/** Partial inverses of max pools: each element goes back to the place that its index says, all others are zero. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { defineLayer, type LayerDefinition } from '../../layer.ts';
import { perDimension, whole } from '../../options.ts';
import { laidOutAs, numel, type Tensor, tensor } from '../../tensor.ts';
import { type Dimensions, notSpatial, resized, type Spelt, spatial, targetOf } from './spatial.ts';

interface Unpool {
  readonly kernel_size: readonly number[];
  /** Null stands for the kernel's own size. */
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[];
  /** Of the last dimensions, or of all. */
  readonly output_size: readonly number[] | null;
}

const stepsOf = ({ stride, kernel_size }: Omit<Unpool, 'output_size'>): readonly number[] => stride ?? kernel_size;

/** (size - 1) * stride + kernel - 2 * padding. Source: torch.nn.MaxUnpool2d. */
const usualSizes = (options: Omit<Unpool, 'output_size'>, sizes: readonly number[]): number[] =>
  sizes.map(
    (size, d) =>
      (size - 1) * (stepsOf(options)[d] as number) +
      (options.kernel_size[d] as number) -
      2 * (options.padding[d] as number),
  );

const sizesOf = (options: Unpool, input: Tensor, dimensions: Dimensions): readonly number[] =>
  options.output_size?.slice(-dimensions) ?? usualSizes(options, spatial(input, dimensions));

/** The size that is asked for is less than a stride away from the usual one, and none is negative. */
const wrongSize = (options: Unpool, input: Tensor, dimensions: Dimensions): Complaint | undefined => {
  const usual = usualSizes(options, spatial(input, dimensions));
  const sizes = sizesOf(options, input, dimensions);
  const steps = stepsOf(options);
  const isFar =
    options.output_size && sizes.some((size, d) => Math.abs(size - (usual[d] as number)) >= (steps[d] as number));
  if (isFar) {
    const rule = `it must be less than a stride away from [${usual.join(', ')}]`;
    return { code: 'option', option: 'output_size', rule, got: options.output_size, error: 'ValueError' };
  }
  return sizes.some((size) => size < 0)
    ? { code: 'empty', shape: resized(input, sizes), error: 'ValueError' }
    : undefined;
};

const drawSizes = (draw: Draw, input: Tensor, options: Omit<Unpool, 'output_size'>, dimensions: Dimensions) => {
  if (!draw.boolean()) return null;
  const sizes = usualSizes(options, spatial(input, dimensions)).map((size, d) => {
    const most = (stepsOf(options)[d] as number) - 1;
    return Math.max(size + draw.integer(-most, most), 1);
  });
  return draw.boolean() ? resized(input, sizes) : sizes;
};

const drawUnpool = (draw: Draw, input: Tensor, dimensions: Dimensions) => {
  if (notSpatial(input, dimensions)) return undefined;
  const each = (least: number, most: number) => Array.from({ length: dimensions }, () => draw.integer(least, most));
  const drawn = { kernel_size: each(1, 4), stride: draw.boolean() ? each(1, 3) : null, padding: each(0, 1) };
  return usualSizes(drawn, spatial(input, dimensions)).every((size) => size > 0)
    ? drawn
    : { ...drawn, padding: drawn.padding.map(() => 0) };
};

/** MaxUnpoolNd and max_unpoolNd over inputs (N, C, ...) or (C, ...). */
export const maxUnpool = (kind: string, dimensions: Dimensions, torch?: Spelt): LayerDefinition => {
  // Over one and two dimensions PyTorch reads as many numbers as it needs.
  const ofEach =
    dimensions === 3
      ? perDimension(dimensions, whole)
      : z
          .union([whole, z.array(whole).min(dimensions)])
          .transform((given) => (typeof given === 'number' ? new Array<number>(dimensions).fill(given) : given));
  const ofModule = {
    kernel_size: perDimension(dimensions, whole),
    stride: ofEach.nullable().default(null),
    padding: ofEach.default(new Array<number>(dimensions).fill(0)),
  };
  const ofCall = {
    output_size: z
      .union([z.array(whole).length(dimensions), z.array(whole).length(dimensions + 2)])
      .nullable()
      .default(null),
  };
  const shared = {
    arity: 2,
    // The type of the indices is looked at after the sizes.
    takes: ['float', 'any'],
    requires: (options: Unpool, [input, indices]: readonly [Tensor, ...Tensor[]]) => {
      const { dtype, shape } = indices as Tensor;
      const rank = notSpatial(input, dimensions);
      if (rank) return rank;
      if (dimensions === 3 && stepsOf(options).some((step) => step < 1))
        return { code: 'option', option: 'stride', rule: 'it must be 1 or more', got: stepsOf(options) } as const;
      const size = wrongSize(options, input, dimensions);
      if (size) return size;
      if (dtype !== 'int64') return { code: 'dtype', expected: 'int64', got: dtype } as const;
      return String(shape) === String(input.shape)
        ? undefined
        : ({ code: 'mismatch', shapes: [input.shape, shape], rule: 'each element needs an index' } as const);
    },
    outputs: (options: Unpool, [input]: readonly [Tensor, ...Tensor[]]) => {
      const shape = resized(input, sizesOf(options, input, dimensions));
      return [dimensions === 2 ? laidOutAs(input, shape) : tensor(shape, input.dtype)];
    },
    indices: (options: Unpool, [input]: readonly [Tensor, ...Tensor[]]) => ({
      indices: numel(sizesOf(options, input, dimensions)),
    }),
  } as const;
  const generate = {
    ranks: [dimensions + 2, dimensions + 1],
    operands: (_: Draw, { shape }: Tensor) => ({ inputs: [{ shape, dtype: 'int64' as const }] }),
  } as const;
  return torch
    ? defineLayer({
        ...targetOf(kind, torch),
        ...shared,
        options: () => ({ ...ofModule, ...ofCall }),
        generate: {
          ...generate,
          options: (draw, input) => {
            const drawn = drawUnpool(draw, input, dimensions);
            return drawn && { ...drawn, output_size: drawSizes(draw, input, drawn, dimensions) };
          },
        },
      })
    : defineLayer({
        ...targetOf(kind, undefined),
        ...shared,
        options: () => ofModule,
        forward: { signature: 'input, indices, output_size=None', tensors: ['input', 'indices'], options: ofCall },
        generate: {
          ...generate,
          options: (draw, input) => drawUnpool(draw, input, dimensions),
          call: (draw, input, options) => ({
            output_size: drawSizes(draw, input, options as unknown as Unpool, dimensions),
          }),
        },
      });
};
