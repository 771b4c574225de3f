/** What the sliding pools over two dimensions have in common. */

import { slide } from './windows.ts';

export interface Pool {
  readonly kernel_size: readonly [number, number];
  /** Null stands for the kernel's own size. */
  readonly stride: readonly [number, number] | null;
  readonly padding: readonly [number, number];
  readonly dilation?: readonly [number, number];
  readonly ceil_mode: boolean;
}

/** The windows along the rows and along the columns of an input of the given sizes. */
export const poolWindows = (
  { kernel_size, stride, padding, dilation = [1, 1], ceil_mode }: Pool,
  sizes: readonly [number, number],
) => {
  const along = (dimension: 0 | 1) =>
    slide({
      size: sizes[dimension],
      kernel: kernel_size[dimension],
      stride: (stride ?? kernel_size)[dimension],
      dilation: dilation[dimension],
      before: padding[dimension],
      after: padding[dimension],
      ceil_mode,
    });
  return [along(0), along(1)] as const;
};
