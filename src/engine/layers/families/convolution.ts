/** The arithmetic of convolutions over 1 to 3 dimensions, whether a module owns the weight or a function is given it. */

import type { Complaint } from '../../complaint.ts';
import { span, tooSmall, windowCount, wrongRank } from '../../geometry.ts';
import type { FormulaName } from '../../operations.ts';
import { isContiguousChannelsLast } from '../../strides.ts';
import {
  channelsLast,
  contiguousStrides,
  isChannelsLast,
  isContiguous,
  laidOutAs,
  type Shape,
  type Tensor,
  tensor,
} from '../../tensor.ts';
import { unsqueezed } from '../../views.ts';

export interface Convolution {
  readonly in_channels: number;
  readonly out_channels: number;
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[];
  readonly padding: 'same' | 'valid' | readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly bias: boolean;
  readonly padding_mode: string;
}

/** Padding of both sides together, for each spatial dimension. */
export const paddings = ({ padding, kernel_size, dilation }: Convolution): number[] =>
  kernel_size.map((k, index) => {
    if (padding === 'same') return span(k, dilation[index] as number) - 1;
    return padding === 'valid' ? 0 : 2 * (padding[index] as number);
  });

export type Grouped = Pick<Convolution, 'in_channels' | 'out_channels' | 'groups'>;

/** The complaint of channels that do not divide into groups. */
export const ungrouped = (options: Grouped): Complaint | undefined => {
  const { groups } = options;
  const option = (['in_channels', 'out_channels'] as const).find((name) => options[name] % groups !== 0);
  return option && { code: 'option', option, rule: `it must be divisible by groups = ${groups}`, got: options[option] };
};

/** The complaint of a padding that only windows one by one can have. */
export const stridden = ({ padding, stride }: Pick<Convolution, 'padding' | 'stride'>): Complaint | undefined =>
  padding === 'same' && stride.some((s) => s !== 1)
    ? { code: 'option', option: 'padding', rule: 'PyTorch pads to the same size only with a stride of 1', got: padding }
    : undefined;

/** The largest padding of one side in each padding mode, relative to the input's size. Source: torch.nn.functional.pad. */
const spare: Readonly<Record<string, number>> = { reflect: 1, circular: 0 };

export const badPadding = (options: Convolution, shape: Shape): Complaint | undefined => {
  const least = spare[options.padding_mode];
  if (least === undefined) return undefined;
  const dimensions = options.kernel_size.length;
  for (const [index, both] of paddings(options).entries()) {
    const size = shape[shape.length - dimensions + index] as number;
    const padding = Math.ceil(both / 2);
    if (padding > size - least)
      return { code: 'padding', padding, mode: options.padding_mode, size: padding + least - 1, shape };
  }
  return undefined;
};

/** The complaint of an input without as many dimensions, batch or not, or as many channels. */
export const unfit = (
  { in_channels, kernel_size }: Pick<Convolution, 'in_channels' | 'kernel_size'>,
  input: Tensor,
): Complaint | undefined => {
  const { shape } = input;
  const dimensions = kernel_size.length;
  const dimension = shape.length - dimensions - 1;
  const got = shape[dimension] as number;
  return (
    wrongRank(input, [dimensions + 2, dimensions + 1]) ??
    (got === in_channels
      ? undefined
      : { code: 'size', what: 'channels', dimension: `dimension ${dimension}`, expected: in_channels, got, shape })
  );
};

export const misfit = (options: Convolution, input: Tensor): Complaint | undefined =>
  unfit(options, input) ??
  tooSmall(input.shape, options.kernel_size, options.dilation, paddings(options)) ??
  badPadding(options, input.shape);

/** 1 without a batch. */
export const batchOf = ({ shape }: Tensor, dimensions: number): number =>
  shape.length === dimensions + 2 ? (shape[0] as number) : 1;

const batched = ({ shape, strides, dtype }: Tensor, dimensions: number): Tensor =>
  shape.length === dimensions + 2
    ? { shape, strides, dtype }
    : { shape: [1, ...shape], strides: [(shape[0] as number) * (strides[0] as number), ...strides], dtype };

/** A batch of rows as torch looks at it, an image of one row: it is made contiguous first, which one that is so already stays. */
const asImage = (rows: Tensor): Tensor => {
  const { shape, dtype } = rows;
  const [n, c, step] = isContiguous(rows) ? rows.strides : contiguousStrides(shape);
  const [N, C, L] = shape;
  return {
    shape: [N, C, 1, L] as readonly number[] as Shape,
    strides: [n, c, (L as number) * (step as number), step] as number[],
    dtype,
  };
};

/** The options that decide which kernel convolves, and how its result lies in memory. */
type Steps = Pick<Convolution, 'out_channels' | 'kernel_size' | 'stride' | 'dilation' | 'groups'> & {
  /** Of transposed convolutions. */
  readonly output_padding?: readonly number[];
};

/** Whether torch convolves a batch by oneDNN on one thread, and not by its own kernels. Source: `use_mkldnn` in ATen's Convolution.cpp. */
const isByOneDnn = (
  { kernel_size, stride, dilation, groups, output_padding = [] }: Steps,
  { shape, dtype }: Tensor,
): boolean => {
  if (dtype === 'float64' || output_padding.some((size, at) => size >= (stride[at] as number))) return false;
  const [N] = shape as [number];
  const [height, width] = [1, ...kernel_size].slice(-2) as [number, number];
  const isWorthIt = [...stride, ...dilation].some((step) => step > 1) || N >= 16 || height !== 1 || width !== 1;
  const front = shape.slice(0, 4).reduce((product, size) => product * size, 1);
  return isWorthIt && (groups > 1 || (height > 3 && width > 3) || N > 1 || front > 20_480);
};

/** A tensor with channels innermost, or row by row, as a kernel is given it: a copy where it lies otherwise or with gaps. */
const contiguousIn = (isLast: boolean, given: Tensor): Tensor => {
  if (isLast) return isContiguousChannelsLast(given) ? given : channelsLast(given.shape, given.dtype);
  return isContiguous(given) ? given : tensor(given.shape, given.dtype);
};

/** One of so many equal parts along a dimension, which lies as the whole does. */
const partOf = (whole: Tensor, dimension: number, groups: number): Tensor => {
  const { shape, strides, dtype } = whole;
  const part = { shape: shape.with(dimension, (shape[dimension] as number) / groups), strides, dtype };
  return contiguousIn(isChannelsLast(whole), part);
};

/** Whether a kernel takes the channels to be innermost, which it asks twice: of input and weight as they come, and of what they are made for it, in so many groups. */
const isEitherLast = (input: Tensor, weight: Tensor, groups = 1): boolean => {
  const isLast = isChannelsLast(input) || isChannelsLast(weight);
  return (
    isChannelsLast(partOf(contiguousIn(isLast, input), 1, groups)) ||
    isChannelsLast(partOf(contiguousIn(isLast, weight), 0, groups))
  );
};

/** Whether the result of torch's own kernels has its channels innermost: they convolve images alone so, and put the results of groups together as `torch.cat` does. */
const isOwnLast = ({ out_channels, groups }: Steps, input: Tensor, shape: Shape, weight: Tensor): boolean => {
  if (shape.length === 5) return false;
  const ofGroup = shape.with(1, out_channels / groups);
  return isEitherLast(input, weight, groups) && isChannelsLast(channelsLast(ofGroup, input.dtype));
};

/** The output of a convolution, or a transposed one, whose spatial sizes are given, as it lies in memory. */
export const outputOf = (options: Steps, input: Tensor, spatial: Shape, weight: Tensor): Tensor => {
  const dimensions = spatial.length;
  const whole = batched(input, dimensions);
  const image = dimensions === 1 ? asImage(whole) : whole;
  const shape = [whole.shape[0] as number, options.out_channels, ...spatial];
  const ofImage = dimensions === 1 ? shape.toSpliced(2, 0, 1) : shape;
  const kernels = dimensions === 1 ? unsqueezed(weight, 2) : weight;
  const isLast = isByOneDnn(options, image)
    ? isEitherLast(image, kernels)
    : isOwnLast(options, image, ofImage, kernels);
  const made = isLast ? channelsLast(shape, input.dtype) : tensor(shape, input.dtype);
  if (input.shape.length === dimensions + 2) return made;
  return { shape: made.shape.slice(1), strides: made.strides.slice(1), dtype: made.dtype };
};

/** How the input lies that is convolved: where one end of rows is padded by one more than the other, it is a copy that has it already. */
const copied = ({ kernel_size }: Convolution, input: Tensor, [both]: readonly number[]): Tensor =>
  kernel_size.length === 1 && (both as number) % 2 === 1 ? tensor(input.shape, input.dtype) : input;

/** What is convolved: torch pads in the order in memory of the input, but for circles. Source: ATen's PadNd.cpp, ReflectionPad.cpp and ReplicationPadding.cpp. */
const padded = ({ padding_mode }: Convolution, input: Tensor, both: readonly number[]): Tensor => {
  if (padding_mode === 'zeros') return input;
  const first = input.shape.length - both.length;
  const shape = input.shape.map((size, dimension) => size + (both[dimension - first] ?? 0));
  return padding_mode === 'circular' ? tensor(shape, input.dtype) : laidOutAs(input, shape);
};

/** The sizes of a module's own weight. */
export const weightShape = ({ in_channels, out_channels, groups, kernel_size }: Convolution): readonly number[] => [
  out_channels,
  in_channels / groups,
  ...kernel_size,
];

/** The output as it lies in memory, with a module's own weight where none is given. */
export const output = (
  options: Convolution,
  input: Tensor,
  weight: Tensor = tensor(weightShape(options), input.dtype),
): Tensor => {
  const both = paddings(options);
  const { kernel_size, stride, dilation } = options;
  const first = input.shape.length - kernel_size.length;
  const spatial = kernel_size.map((k, index) =>
    windowCount(
      input.shape[first + index] as number,
      k,
      stride[index] as number,
      both[index] as number,
      dilation[index] as number,
    ),
  );
  return outputOf(options, padded(options, copied(options, input, both), both), spatial, weight);
};

/** Names of the output's spatial sizes. */
const outputNames: Readonly<Record<number, readonly string[]>> = {
  1: ['Lout'],
  2: ['Hout', 'Wout'],
  3: ['Dout', 'Hout', 'Wout'],
};

export type Dimensions = 1 | 2 | 3;

export const namesOfOutput = (dimensions: Dimensions): readonly string[] => outputNames[dimensions] as string[];

/** The kernel's sizes by name, multiplied. */
export const kernelOf = (dimensions: Dimensions): string =>
  Array.from({ length: dimensions }, (_, index) => `K${index}`).join(' * ');

type Sized = Pick<Convolution, 'in_channels' | 'out_channels' | 'groups' | 'kernel_size' | 'bias'>;

/** The numbers that the formulas of all convolutions have in common; `y` is the output. */
export const symbolsOf = (options: Sized, input: Tensor, y: Tensor): Readonly<Record<string, number>> => {
  const { in_channels, out_channels, groups, kernel_size, bias } = options;
  const dimensions = kernel_size.length as Dimensions;
  const spatial = y.shape.slice(-dimensions);
  return {
    N: batchOf(input, dimensions),
    Cin: in_channels,
    Cout: out_channels,
    g: groups,
    bias: bias ? 1 : 0,
    ...Object.fromEntries(kernel_size.map((k, index) => [`K${index}`, k])),
    ...Object.fromEntries(namesOfOutput(dimensions).map((name, index) => [name, spatial[index] as number])),
  };
};

/** One product of each tap with each input channel of the group, for each output. */
export const formulasOf = (dimensions: Dimensions): Partial<Record<FormulaName, string>> => {
  const places = namesOfOutput(dimensions).join(' * ');
  const macs = `N * ${places} * Cout * (Cin / g) * ${kernelOf(dimensions)}`;
  return {
    macs,
    multiplications: macs,
    additions: `N * ${places} * Cout * ((Cin / g) * ${kernelOf(dimensions)} - 1 + bias)`,
  };
};
