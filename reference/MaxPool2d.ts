import type { Equation } from './definition.ts';
import { isInside } from './padding.ts';
import { type Pool, poolWindows } from './pool.ts';
import { fill, indices } from './tensor.ts';
import { tap } from './windows.ts';

/** y[n, c, p] = max_k x[n, c, s p + d k], -∞ outside of x. Source: torch.nn.MaxPool2d. */
export const MaxPool2d: Equation<Pool & { dilation: readonly [number, number] }> = (
  { options, inputs: [x] },
  { padding, maximum },
) => {
  const [N, C, ...sizes] = x.shape as [number, number, number, number];
  const [rows, columns] = poolWindows(options, sizes);
  const outside = padding(Number.NEGATIVE_INFINITY);
  return [
    fill([N, C, rows.length, columns.length], ([n, c, ...p]) => {
      const taps = Array.from(indices(options.kernel_size), (k) => {
        const position = tap([rows, columns], p, k);
        return isInside(position, sizes) ? x.at(n, c, ...position) : outside;
      });
      return taps.reduce(maximum);
    }),
  ];
};
