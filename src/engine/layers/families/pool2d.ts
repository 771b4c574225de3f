/** What the sliding pools over two dimensions have in common. */

import { tooSmall, windowCount, windowCountCeil, wrongRank } from '../../geometry.ts';
import type { Complaint } from '../../issues.ts';
import type { AnyOptions, Draw, Inputs } from '../../layer.ts';
import { type Tensor, tensor } from '../../tensor.ts';

export interface Pool2d {
  readonly kernel_size: readonly [number, number];
  /** Null stands for the kernel's own size. */
  readonly stride: readonly [number, number] | null;
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly ceil_mode: boolean;
}

export const validPool = ({ padding, kernel_size }: Pool2d): Complaint | undefined =>
  padding.some((p, index) => 2 * p > (kernel_size[index] as number))
    ? {
        code: 'option',
        option: 'padding',
        rule: `it must be at most half of kernel_size = [${kernel_size.join(', ')}]`,
        got: padding,
      }
    : undefined;

export const requiresPool = (pool: Pool2d, [input]: Inputs): Complaint | undefined =>
  wrongRank(input, [4]) ??
  tooSmall(
    input.shape,
    pool.kernel_size,
    pool.dilation,
    pool.padding.map((p) => 2 * p),
  );

export const outputsPool = (
  { kernel_size, stride, padding, dilation, ceil_mode }: Pool2d,
  [input]: Inputs,
): Tensor[] => {
  const count = (index: 0 | 1): number => {
    const size = input.shape[2 + index] as number;
    const step = (stride ?? kernel_size)[index];
    return ceil_mode
      ? windowCountCeil(size, kernel_size[index], step, padding[index], dilation[index])
      : windowCount(size, kernel_size[index], step, 2 * padding[index], dilation[index]);
  };
  return [tensor([input.shape[0] as number, input.shape[1] as number, count(0), count(1)], input.dtype)];
};

export const symbolsPool = ({ kernel_size: [K0, K1] }: Pool2d) => ({ K0, K1 });

/** Draws a pool of which at least one window fits into (N, C, H, W). */
export const drawPool = (draw: Draw, { shape }: Tensor, withDilation: boolean): (Pool2d & AnyOptions) | undefined => {
  if (shape.length !== 4) return undefined;
  const windows = shape.slice(2).map((size) => {
    const kernel = draw.integer(1, Math.min(4, size));
    const dilation =
      withDilation && kernel > 1 ? draw.integer(1, Math.min(2, Math.max(1, Math.floor((size - 1) / (kernel - 1))))) : 1;
    const padding = draw.integer(0, Math.floor(kernel / 2));
    return { kernel, dilation, padding, stride: draw.integer(1, 3) };
  });
  const [h, w] = windows as [(typeof windows)[number], (typeof windows)[number]];
  return {
    kernel_size: [h.kernel, w.kernel],
    stride: draw.boolean() ? [h.stride, w.stride] : null,
    padding: [h.padding, w.padding],
    dilation: [h.dilation, w.dilation],
    ceil_mode: draw.boolean(),
  };
};
