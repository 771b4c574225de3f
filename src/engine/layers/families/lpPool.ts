import { z } from 'zod';
import { defineLayer, type LayerDefinition } from '../../layer.ts';
import { positive, sizes } from '../../options.ts';
import { alike, isFloating } from '../../tensor.ts';
import { averageLayouts, requiresAverage } from './avgPool.ts';
import { drawPool, kernelSymbols, pooledShape, type SlidingPool } from './slidingPool.ts';
import { type Dimensions, productOf, type Spelt, targetOf } from './spatial.ts';

interface LPPool extends Omit<SlidingPool, 'kernel_size' | 'dilation' | 'padding'> {
  /** Over one dimension a number alone, since PyTorch multiplies by it. */
  readonly kernel_size: number | readonly number[];
}

/**
 * LPPoolNd and lp_poolNd over inputs (N, C, ...) or (C, ...): y = (Σ x^p)^(1 / p) over each window, where p is `norm_type`. With
 * `ceil_mode` each sum is scaled to that of a whole window, as PyTorch does with windows that reach over the edge.
 */
export const lpPool = (kind: string, dimensions: Dimensions, torch?: Spelt): LayerDefinition => {
  const pool = ({ kernel_size, ...options }: LPPool): SlidingPool => {
    const kernel = [kernel_size].flat();
    return { ...options, kernel_size: kernel, padding: kernel.map(() => 0), dilation: kernel.map(() => 1) };
  };
  // PyTorch multiplies by all sizes of the kernel, so that it takes one number or as many as there are dimensions.
  const kernel = dimensions === 1 ? positive : z.union([positive, z.array(positive).length(dimensions)]);
  const window = productOf('K', dimensions);
  return defineLayer({
    ...targetOf(kind, torch),
    options: () => ({
      norm_type: z.number(),
      kernel_size: kernel.transform((given): number | readonly number[] =>
        typeof given === 'number' && dimensions > 1 ? new Array<number>(dimensions).fill(given) : given,
      ),
      stride: sizes(dimensions, positive).nullable().default(null),
      ceil_mode: z.boolean().default(false),
    }),
    takes: ['any'],
    valid: ({ norm_type }) =>
      norm_type === 0 ? { code: 'option', option: 'norm_type', rule: 'it must not be 0', got: 0 } : undefined,
    requires: (options, inputs) => {
      const { dtype } = inputs[0];
      // The function raises integers to whole powers as integers, and then averages them; the module makes its power a float.
      const isWhole = torch !== undefined && !isFloating(dtype) && Number.isInteger(options.norm_type);
      if (isWhole && (!['int64', 'bool'].includes(dtype) || options.norm_type < 0))
        return { code: 'dtype', expected: 'a floating type for this norm_type', got: dtype };
      return requiresAverage(pool(options), inputs, dimensions);
    },
    outputs: (options, [input]) => {
      const dtype = isFloating(input.dtype) ? input.dtype : 'float32';
      return [alike(averageLayouts[dimensions](alike(input), pooledShape(pool(options), input, dimensions), dtype))];
    },
    symbols: (options) => ({ ...kernelSymbols(pool(options)), ceil_mode: options.ceil_mode ? 1 : 0 }),
    formulas: {
      powers: `y_numel * (${window} + 1)`,
      additions: `y_numel * (${window} - 1)`,
      multiplications: 'y_numel * ceil_mode',
    },
    generate: {
      ranks: [dimensions + 2, dimensions + 1],
      options: (draw, input) => {
        const drawn = drawPool(draw, input, dimensions, false);
        if (!drawn) return undefined;
        const { kernel_size, stride, ceil_mode } = drawn;
        const size = dimensions === 1 ? kernel_size[0] : kernel_size;
        return { norm_type: draw.oneOf([2, 1, 4]), kernel_size: size, stride, ceil_mode };
      },
    },
  });
};
