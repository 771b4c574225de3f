import { z } from 'zod';
import type { Dispatch } from '../../dispatch.ts';
import { defineLayer, type Inputs, type LayerDefinition } from '../../layer.ts';
import { natural, positive, sizes } from '../../options.ts';
import { isChannelsLast, isInteger, laidOutAs, tensor } from '../../tensor.ts';
import { drawPool, kernelSymbols, pooledShape, requiresPool, type SlidingPool, validPool } from './slidingPool.ts';
import { asBatch, asOneRow, type Dimensions, productOf, type Spelt, targetOf } from './spatial.ts';

const layouts = { 1: asOneRow, 2: laidOutAs, 3: asBatch } as const;

/**
 * max_pool1d without indices has a loop of its own, which writes row by row and knows no integers, unless gradients are kept or
 * a mode listens. Source: torch 2.15, aten/src/ATen/native/Pooling.cpp.
 */
const isPlain = (dimensions: Dimensions, withIndices: boolean): boolean => dimensions === 1 && !withIndices;

/** MaxPoolNd and max_poolNd over inputs (N, C, ...) or (C, ...); padding is -∞, and indices tell where each maximum was found. */
export const maxPool = (kind: string, dimensions: Dimensions, torch?: Spelt): LayerDefinition =>
  defineLayer({
    ...targetOf(kind, torch),
    options: () => ({
      kernel_size: sizes(dimensions, positive),
      stride: sizes(dimensions, positive).nullable().default(null),
      padding: sizes(dimensions, natural).default(new Array<number>(dimensions).fill(0)),
      dilation: sizes(dimensions, positive).default(new Array<number>(dimensions).fill(1)),
      return_indices: z.boolean().default(false),
      ceil_mode: z.boolean().default(false),
    }),
    takes: ['number'],
    valid: validPool,
    requires: (options, inputs) => {
      const [input] = inputs;
      if (isPlain(dimensions, options.return_indices) && isInteger(input.dtype))
        return { code: 'dtype', expected: 'a floating type, unless it returns indices', got: input.dtype };
      if (dimensions === 3 && input.shape.length === 4 && isChannelsLast(input))
        return {
          code: 'mismatch',
          shapes: [input.shape],
          rule: 'PyTorch takes the first dimension for a batch of images, by the order in memory',
        };
      return requiresPool(options, inputs, dimensions);
    },
    outputs: (options, [input]) => {
      const shape = pooledShape(options, input, dimensions);
      if (isPlain(dimensions, options.return_indices)) return [tensor(shape, input.dtype)];
      const layout = layouts[dimensions];
      return options.return_indices ? [layout(input, shape), layout(input, shape, 'int64')] : [layout(input, shape)];
    },
    ...(dimensions === 1 && {
      otherwise: (
        options: SlidingPool & { readonly return_indices: boolean },
        [input]: Inputs,
        { learns, mode }: Dispatch,
      ) =>
        !options.return_indices && (learns || mode !== 'none')
          ? [asOneRow(input, pooledShape(options, input, dimensions))]
          : undefined,
    }),
    symbols: kernelSymbols,
    formulas: { comparisons: `y_numel * (${productOf('K', dimensions)} - 1)` },
    generate: {
      ranks: [dimensions + 2, dimensions + 1],
      weight: dimensions === 2 && !torch ? 2 : 1,
      options: (draw, input) => {
        const drawn = drawPool(draw, input, dimensions, true);
        return drawn && { ...drawn, return_indices: draw.integer(0, 4) === 4 };
      },
    },
  });
