/** Max pools whose windows lie at random, as many as are asked for. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { defineLayer, type Inputs, type LayerDefinition, type Named } from '../../layer.ts';
import { perDimension, positive } from '../../options.ts';
import { type Tensor, tensor } from '../../tensor.ts';
import { kernelSymbols } from './slidingPool.ts';
import { batchAndChannels, notSpatial, productOf, resized, type Spelt, spatial, targetOf } from './spatial.ts';

interface Fractional {
  readonly kernel_size: readonly number[];
  readonly output_size: readonly number[] | null;
  readonly output_ratio: readonly number[] | null;
}

type Dimensions = 2 | 3;

const sizesOf = ({ output_size, output_ratio }: Fractional, sizes: readonly number[]): readonly number[] =>
  output_size ?? sizes.map((size, d) => Math.trunc(size * (output_ratio?.[d] as number)));

/** Windows that lie one element apart need as much room; over volumes PyTorch wants one more. */
const tooLarge = (options: Fractional, input: Tensor, dimensions: Dimensions): Complaint | undefined => {
  const sizes = spatial(input, dimensions);
  const room = dimensions === 3 ? 1 : 0;
  const wrong = sizesOf(options, sizes).findIndex(
    (count, d) => count + (options.kernel_size[d] as number) - 1 + room > (sizes[d] as number),
  );
  const rule = `that many windows do not fit into [${sizes.join(', ')}]`;
  return wrong < 0 ? undefined : { code: 'option', option: 'kernel_size', rule, got: options.kernel_size };
};

/** A number for each dimension of each channel of each sample, from 0 to below 1, says where its windows lie. */
const wrongSamples = (input: Tensor, { _random_samples: samples }: Named, dimensions: Dimensions) => {
  if (!samples) return undefined;
  if (samples.dtype !== input.dtype) return { code: 'dtype', expected: input.dtype, got: samples.dtype } as const;
  const { N, C } = batchAndChannels(input, dimensions);
  const [n = 0, ...rest] = samples.shape;
  const rule = `_random_samples must have the shape [${N}, ${C}, ${dimensions}], or more in its first dimension`;
  return n >= N && String(rest) === String([C, dimensions])
    ? undefined
    : ({ code: 'mismatch', shapes: [input.shape, samples.shape], rule } as const);
};

const drawFractional = (draw: Draw, input: Tensor, dimensions: Dimensions): Fractional | undefined => {
  if (notSpatial(input, dimensions)) return undefined;
  const room = dimensions === 3 ? 1 : 0;
  const sizes = spatial(input, dimensions);
  if (sizes.some((size) => size <= room)) return undefined;
  const kernel_size = sizes.map((size) => draw.integer(1, Math.min(3, size - room)));
  const most = sizes.map((size, d) => size - room - (kernel_size[d] as number) + 1);
  const form = draw.integer(0, 3);
  const ratio = draw.oneOf([0.5, 0.3, 0.7] as const);
  const counts = sizes.map((size) => Math.trunc(size * ratio));
  return form === 3 && counts.every((count, d) => count > 0 && count <= (most[d] as number))
    ? { kernel_size, output_size: null, output_ratio: sizes.map(() => ratio) }
    : { kernel_size, output_size: most.map((count) => (form === 2 ? 1 : draw.integer(1, count))), output_ratio: null };
};

/** FractionalMaxPoolNd and fractional_max_poolNd: however the windows lie, each has the kernel's elements. Source: arXiv:1412.6071. */
export const fractionalMaxPool = (kind: string, dimensions: Dimensions, torch?: Spelt): LayerDefinition => {
  const ratio = torch ? z.number() : z.number().gt(0).lt(1);
  const list = dimensions === 3 ? z.array(ratio).min(3) : z.array(ratio).length(2);
  const single = ratio.transform((given) => new Array<number>(dimensions).fill(given));
  return defineLayer({
    ...targetOf(kind, torch),
    options: () => ({
      kernel_size: perDimension(dimensions, positive),
      output_size: perDimension(dimensions, positive).nullable().default(null),
      // The function over images takes no number alone.
      output_ratio: (torch && dimensions === 2 ? list : z.union([list, single])).nullable().default(null),
      return_indices: z.boolean().default(false),
    }),
    valid: ({ output_size, output_ratio }) => {
      const one = torch
        ? output_size !== null || output_ratio !== null
        : (output_size === null) !== (output_ratio === null);
      const rule = `it or output_ratio must be given${torch ? '' : ', and not both'}`;
      return one ? undefined : { code: 'option', option: 'output_size', rule, got: output_size, error: 'ValueError' };
    },
    requires: (options, [input], named) =>
      notSpatial(input, dimensions) ?? wrongSamples(input, named, dimensions) ?? tooLarge(options, input, dimensions),
    outputs: (options, [input]) => {
      const shape = resized(input, sizesOf(options, spatial(input, dimensions)));
      return options.return_indices
        ? [tensor(shape, input.dtype), tensor(shape, 'int64')]
        : [tensor(shape, input.dtype)];
    },
    indices: (_, __, named) => (named._random_samples ? { _random_samples: 'fraction' as const } : {}),
    symbols: kernelSymbols,
    formulas: { comparisons: `y_numel * (${productOf('K', dimensions)} - 1)` },
    generate: {
      ranks: [dimensions + 2, dimensions + 1],
      options: (draw, input) => {
        const drawn = drawFractional(draw, input, dimensions);
        return drawn && { ...drawn, return_indices: draw.integer(0, 4) === 4 };
      },
      input: (draw, batch) => ({
        shape: [batch, draw.integer(1, 3), ...Array.from({ length: dimensions }, () => draw.integer(2, 6))],
      }),
      ...(torch ? { operands: (draw: Draw, input: Tensor) => drawSamples(draw, [input], dimensions) } : {}),
    },
  });
};

const drawSamples = (draw: Draw, [input]: Inputs, dimensions: Dimensions) => {
  if (notSpatial(input, dimensions) || !draw.boolean()) return {};
  const { N, C } = batchAndChannels(input, dimensions);
  return { named: { _random_samples: { shape: [N, C, dimensions], dtype: input.dtype } } };
};
