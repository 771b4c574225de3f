/** Sizes of sliding windows, shared by convolutions and pools. Source: the shape sections of torch.nn.Conv2d and torch.nn.MaxPool2d. */

import type { Complaint } from './complaint.ts';
import type { Draw } from './generator.ts';
import type { Shape, Tensor } from './tensor.ts';

const dimensionNames: Readonly<Record<number, readonly string[]>> = {
  1: ['length'],
  2: ['height', 'width'],
  3: ['depth', 'height', 'width'],
};

/** Elements from the first to the last tap of a dilated kernel. */
export const span = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;

/** floor((size + padding - span) / stride) + 1, where `padding` is that of both sides together. */
export const windowCount = (size: number, kernel: number, stride: number, padding: number, dilation: number): number =>
  Math.floor((size + padding - span(kernel, dilation)) / stride) + 1;

/** The complaint of a layer whose window does not fit into the padded input, by spatial dimension. */
export const tooSmall = (
  shape: Shape,
  kernel: readonly number[],
  dilation: readonly number[],
  paddings: readonly number[],
): Complaint | undefined => {
  const names = dimensionNames[kernel.length] as readonly string[];
  for (const [index, k] of kernel.entries()) {
    const window = span(k, dilation[index] as number);
    const size = (shape[shape.length - kernel.length + index] as number) + (paddings[index] as number);
    if (size < window) return { code: 'window', window, size, dimension: names[index] as string, shape };
  }
  return undefined;
};

/** Draws a kernel, stride, padding and dilation for one dimension of `size` so that at least one window fits. */
export const drawWindow = (
  draw: Draw,
  size: number,
): { kernel: number; stride: number; padding: number; dilation: number } => {
  const padding = draw.integer(0, 2);
  const most = Math.min(5, size + 2 * padding);
  // Windows of 3 and steps of 2 are what most real networks have.
  const kernels = [1, 3, 2, 3, 4, 5].filter((kernel) => kernel <= most) as [number, ...number[]];
  const kernel = draw.oneOf(kernels);
  const stride = draw.oneOf([1, 2, 1, 2, 3]);
  const dilation =
    kernel === 1
      ? draw.integer(1, 2)
      : draw.integer(1, Math.min(2, Math.max(1, Math.floor((size + 2 * padding - 1) / (kernel - 1)))));
  return { kernel, stride, padding, dilation };
};

/** The complaint of an input whose number of dimensions is none of `expected`. */
export const wrongRank = ({ shape }: Tensor, expected: readonly number[]): Complaint | undefined =>
  expected.includes(shape.length) ? undefined : { code: 'rank', expected, shape };
