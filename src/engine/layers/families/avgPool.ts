import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { tooSmall } from '../../geometry.ts';
import { defineLayer, type Inputs, type LayerDefinition } from '../../layer.ts';
import { natural, positive, sizes } from '../../options.ts';
import { isInteger, laidOutAs, tensor } from '../../tensor.ts';
import { drawPool, kernelSymbols, pooledShape, requiresPool, type SlidingPool, validPool } from './slidingPool.ts';
import { asOneRow, type Dimensions, productOf, type Spelt, targetOf } from './spatial.ts';

/** How torch lays averages out: those over volumes row by row, whatever the input. */
export const averageLayouts = {
  1: asOneRow,
  2: laidOutAs,
  3: (_: unknown, ...made: Parameters<typeof tensor>) => tensor(...made),
};

/** PyTorch has no averages of half precision over volumes on a CPU. */
export const notInHalf = ([{ dtype }]: Inputs): Complaint | undefined =>
  dtype.endsWith('float16')
    ? { code: 'dtype', expected: 'float32, float64 or int64', got: dtype, error: 'NotImplementedError' }
    : undefined;

/** Over volumes PyTorch averages no window that is larger than the input, padding or not. */
export const requiresAverage = (pool: SlidingPool, inputs: Inputs, dimensions: Dimensions): Complaint | undefined =>
  requiresPool(pool, inputs, dimensions) ??
  (dimensions === 3
    ? (tooSmall(
        inputs[0].shape,
        pool.kernel_size,
        pool.dilation,
        pool.kernel_size.map(() => 0),
      ) ?? notInHalf(inputs))
    : undefined);

const divisor = z.int().nullable().default(null);

/** AvgPoolNd and avg_poolNd over inputs (N, C, ...) or (C, ...); only those over one dimension have no `divisor_override`. */
export const avgPool = (kind: string, dimensions: Dimensions, torch?: Spelt): LayerDefinition => {
  const own = dimensions === 1 ? {} : { divisor_override: divisor };
  const pool = (options: Omit<SlidingPool, 'dilation'>): SlidingPool => ({
    ...options,
    dilation: options.kernel_size.map(() => 1),
  });
  return defineLayer({
    ...targetOf(kind, torch),
    options: () => ({
      kernel_size: sizes(dimensions, positive),
      stride: sizes(dimensions, positive).nullable().default(null),
      padding: sizes(dimensions, natural).default(new Array<number>(dimensions).fill(0)),
      ceil_mode: z.boolean().default(false),
      count_include_pad: z.boolean().default(true),
      ...own,
    }),
    takes: ['number'],
    valid: (options) =>
      (options as { divisor_override?: number | null }).divisor_override === 0
        ? { code: 'option', option: 'divisor_override', rule: 'nothing can be divided by 0', got: 0 }
        : validPool(pool(options)),
    requires: (options, inputs) =>
      isInteger(inputs[0].dtype) && inputs[0].dtype !== 'int64'
        ? { code: 'dtype', expected: 'a floating type or int64', got: inputs[0].dtype }
        : requiresAverage(pool(options), inputs, dimensions),
    outputs: (options, [input]) => [
      averageLayouts[dimensions](input, pooledShape(pool(options), input, dimensions), input.dtype),
    ],
    symbols: kernelSymbols,
    formulas: { additions: `y_numel * (${productOf('K', dimensions)} - 1)`, divisions: 'y_numel' },
    generate: {
      ranks: [dimensions + 2, dimensions + 1],
      options: (draw, input) => {
        const drawn = drawPool(draw, input, dimensions, false);
        if (!drawn) return undefined;
        const { dilation: _, ...rest } = drawn;
        const override = dimensions === 1 ? {} : { divisor_override: draw.oneOf([null, 2]) };
        return { ...rest, count_include_pad: !draw.boolean(), ...override };
      },
    },
  });
};
