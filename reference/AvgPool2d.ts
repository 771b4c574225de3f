import type { Equation } from './definition.ts';
import { padded } from './padding.ts';
import { type Pool, poolWindows } from './pool.ts';
import { fill, indices } from './tensor.ts';
import { tap } from './windows.ts';

/**
 * y[n, c, p] = Σ_k x[n, c, s p + k] / m, 0 outside of x. m is `divisor_override`, or how many taps lie in the input, with its
 * padding where `count_include_pad` says so; what reaches over the padding is never counted. Source: torch.nn.AvgPool2d.
 */
export const AvgPool2d: Equation<Pool & { count_include_pad: boolean; divisor_override: number | null }> = (
  { options, inputs: [x] },
  arithmetic,
) => {
  const { kernel_size, padding, count_include_pad, divisor_override } = options;
  const { sum, divide, constant } = arithmetic;
  const [N, C, ...sizes] = x.shape as [number, number, number, number];
  const [rows, columns] = poolWindows(options, sizes);
  const element = padded(x, 'zeros', arithmetic);
  const isCounted = (position: readonly number[]): boolean =>
    position.every((i, dimension) => {
      const around = count_include_pad ? (padding[dimension] as number) : 0;
      return i >= -around && i < (sizes[dimension] as number) + around;
    });
  return [
    fill([N, C, rows.length, columns.length], ([n, c, ...p]) => {
      const positions = Array.from(indices(kernel_size), (k) => tap([rows, columns], p, k));
      const m = divisor_override ?? positions.filter(isCounted).length;
      return divide(sum(positions.map((position) => element(n, c, position))), constant(m));
    }),
  ];
};
