/** Pools with a sliding window, over inputs (N, C, ...) or (C, ...). */

import type { Equation } from './definition.ts';
import { isInside } from './padding.ts';
import { maxima, type Pool, pooled, poolWindows, sizesOf } from './pool.ts';

/** y[c, p] = max_k x[c, s p + d k], -∞ outside of x. Source: torch.nn.MaxPool2d. */
export const maxPool: Equation<Pool & { return_indices: boolean }> = ({ options, inputs: [x] }, arithmetic) =>
  maxima(x, poolWindows(options, sizesOf(x, options.kernel_size.length)), arithmetic, options.return_indices);

interface Average {
  readonly padding: readonly number[];
  readonly count_include_pad: boolean;
  /** There is none where the pool goes over one dimension. */
  readonly divisor_override?: number | null;
}

/**
 * y[c, p] = Σ_k x[c, s p + k] / m, 0 outside of x. m is `divisor_override`, or how many taps lie in the input, with its
 * padding where `count_include_pad` says so; what reaches over the padding is never counted. Source: torch.nn.AvgPool2d.
 */
export const avgPool: Equation<Pool & Average> = ({ options, inputs: [x] }, { sum, divide, constant, padding }) => {
  const sizes = sizesOf(x, options.kernel_size.length);
  const zero = padding(0);
  const isCounted = (position: readonly number[]): boolean =>
    position.every((i, dimension) => {
      const around = options.count_include_pad ? (options.padding[dimension] as number) : 0;
      return i >= -around && i < (sizes[dimension] as number) + around;
    });
  return [
    pooled(x, poolWindows(options, sizes), (at, positions) => {
      const m = options.divisor_override ?? positions.filter(isCounted).length;
      const elements = positions.map((position) => (isInside(position, sizes) ? at(position) : zero));
      return divide(sum(elements), constant(m));
    }),
  ];
};

/**
 * y[c, p] = (Σ_k x[c, s p + k]^q)^(1 / q) with q = `norm_type`, 0 outside of x. With `ceil_mode` a sum of m taps that lie in the
 * input is taken K / m times, where K is a whole window. Source: torch.nn.LPPool2d, torch.nn.functional.lp_pool2d.
 */
export const lpPool: Equation<
  Omit<Pool, 'kernel_size'> & { kernel_size: number | readonly number[]; norm_type: number }
> = ({ options, inputs: [x] }, { sum, power, multiply, constant, padding }) => {
  // Over one dimension PyTorch takes a number alone.
  const kernel_size = [options.kernel_size].flat();
  const sizes = sizesOf(x, kernel_size.length);
  // What adds nothing to the sum.
  const outside = padding(options.norm_type > 0 ? 0 : Number.POSITIVE_INFINITY);
  const [q, root] = [constant(options.norm_type), constant(1 / options.norm_type)];
  return [
    pooled(x, poolWindows({ ...options, kernel_size }, sizes), (at, positions) => {
      const m = positions.filter((position) => isInside(position, sizes)).length;
      const element = (position: readonly number[]) => (isInside(position, sizes) ? at(position) : outside);
      const total = sum(positions.map((position) => power(element(position), q)));
      return power(options.ceil_mode ? multiply(total, constant(positions.length / m)) : total, root);
    }),
  ];
};
