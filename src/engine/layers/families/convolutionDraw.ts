/** How convolutions are drawn: channels first, since the windows of three dimensions take most of the numbers. */

import type { Draw } from '../../generator.ts';
import { drawWindow, tooSmall } from '../../geometry.ts';
import type { AnyOptions } from '../../layer.ts';
import type { Shape } from '../../tensor.ts';
import { badPadding, type Convolution, type Grouped, paddings } from './convolution.ts';

/** Groups that divide the channels, 1 the first. */
export const drawGroups = (draw: Draw, channels: number): number => {
  const divisors = Array.from({ length: channels }, (_, index) => index + 1).filter((g) => channels % g === 0);
  return draw.oneOf(divisors.filter((g) => g <= 16) as [number, ...number[]]);
};

/** A number of output channels, a multiple of the groups. */
export const drawChannels = (draw: Draw, groups: number): number =>
  groups * draw.integer(1, Math.max(1, Math.floor(12 / groups)));

/** Groups and channels for an input that has its channels before so many dimensions. */
export const drawGrouped = (draw: Draw, shape: Shape, dimensions: number): Grouped => {
  const in_channels = shape[shape.length - dimensions - 1] as number;
  const groups = drawGroups(draw, in_channels);
  return { in_channels, groups, out_channels: drawChannels(draw, groups) };
};

/** Options of a ConvNd that fit an input. */
export const drawConvolution = (
  draw: Draw,
  shape: Shape,
  dimensions: number,
): (Convolution & AnyOptions) | undefined => {
  const grouped = drawGrouped(draw, shape, dimensions);
  const bias = !draw.boolean();
  const padding_mode = draw.oneOf(['zeros', 'zeros', 'zeros', 'reflect', 'replicate', 'circular']);
  const text = draw.integer(0, 5);
  const windows = shape.slice(-dimensions).map((length) => drawWindow(draw, length));
  const common = {
    ...grouped,
    bias,
    padding_mode,
    kernel_size: windows.map((w) => w.kernel),
    dilation: windows.map((w) => w.dilation),
  };
  const fixed = { ...common, stride: windows.map((w) => w.stride), padding: windows.map((w) => w.padding) };
  const wanted: Convolution & AnyOptions =
    text === 4
      ? { ...common, stride: windows.map(() => 1), padding: 'same' }
      : text === 5
        ? { ...fixed, padding: 'valid' }
        : fixed;
  const fits = (options: Convolution) =>
    !tooSmall(shape, options.kernel_size, options.dilation, paddings(options)) && !badPadding(options, shape);
  const tries: (Convolution & AnyOptions)[] = [
    wanted,
    { ...wanted, padding_mode: 'zeros' },
    { ...fixed, padding_mode: 'zeros' },
  ];
  return tries.find(fits);
};
