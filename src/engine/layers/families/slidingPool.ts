/** What the pools with a sliding window have in common. */

import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { span } from '../../geometry.ts';
import type { AnyOptions, Inputs } from '../../layer.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import { type Dimensions, notSpatial, resized, spatial } from './spatial.ts';

export interface SlidingPool {
  readonly kernel_size: readonly number[];
  /** Null stands for the kernel's own size. */
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceil_mode: boolean;
}

/** No window lies in the padding alone; PyTorch does not look at the dilation here. */
export const validPool = ({ padding, kernel_size }: SlidingPool): Complaint | undefined =>
  padding.some((p, index) => 2 * p > (kernel_size[index] as number))
    ? {
        code: 'option',
        option: 'padding',
        rule: `it must be at most half of kernel_size = [${kernel_size.join(', ')}]`,
        got: padding,
      }
    : undefined;

/**
 * The number of windows in each dimension: floor((size + 2 padding - span) / stride) + 1, with `ceil_mode` rounded up, but
 * without a window that would start in the padding behind the input. Source: torch.nn.MaxPool2d.
 */
const windows = ({ kernel_size, stride, padding, dilation, ceil_mode }: SlidingPool, sizes: readonly number[]) =>
  sizes.map((size, index) => {
    const step = (stride ?? kernel_size)[index] as number;
    const around = padding[index] as number;
    const room = size + 2 * around - span(kernel_size[index] as number, dilation[index] as number);
    const count = (ceil_mode ? Math.ceil(room / step) : Math.floor(room / step)) + 1;
    return ceil_mode && (count - 1) * step >= size + around ? count - 1 : count;
  });

const dimensionNames: Readonly<Record<Dimensions, readonly string[]>> = {
  1: ['length'],
  2: ['height', 'width'],
  3: ['depth', 'height', 'width'],
};

export const requiresPool = (pool: SlidingPool, [input]: Inputs, dimensions: Dimensions): Complaint | undefined => {
  const rank = notSpatial(input, dimensions);
  if (rank) return rank;
  const sizes = spatial(input, dimensions);
  const short = windows(pool, sizes).findIndex((count) => count < 1);
  if (short < 0) return undefined;
  return {
    code: 'window',
    window: span(pool.kernel_size[short] as number, pool.dilation[short] as number),
    size: (sizes[short] as number) + 2 * (pool.padding[short] as number),
    dimension: dimensionNames[dimensions][short] as string,
    shape: input.shape,
  };
};

export const pooledShape = (pool: SlidingPool, input: Tensor, dimensions: Dimensions): Shape =>
  resized(input, windows(pool, spatial(input, dimensions)));

/** Sizes of the kernel as symbols. */
export const kernelSymbols = ({ kernel_size }: Pick<SlidingPool, 'kernel_size'>): Readonly<Record<string, number>> =>
  Object.fromEntries(kernel_size.map((size, index) => [`K${index}`, size]));

/** Draws a pool of which at least one window fits into the input. */
export const drawPool = (
  draw: Draw,
  input: Tensor,
  dimensions: Dimensions,
  withDilation: boolean,
): (SlidingPool & AnyOptions) | undefined => {
  if (notSpatial(input, dimensions)) return undefined;
  const drawn = spatial(input, dimensions).map((size) => {
    const kernel = draw.integer(1, Math.min(4, size));
    const most = withDilation && kernel > 1 ? Math.max(1, Math.min(2, Math.floor((size - 1) / (kernel - 1)))) : 1;
    const dilation = draw.integer(1, most);
    return { kernel, dilation, padding: draw.integer(0, Math.floor(kernel / 2)), stride: draw.integer(1, 3) };
  });
  return {
    kernel_size: drawn.map(({ kernel }) => kernel),
    stride: draw.boolean() ? drawn.map(({ stride }) => stride) : null,
    padding: drawn.map(({ padding }) => padding),
    dilation: drawn.map(({ dilation }) => dilation),
    ceil_mode: draw.boolean(),
  };
};
