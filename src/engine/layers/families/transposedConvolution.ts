/** The arithmetic of transposed convolutions over 1 to 3 dimensions, whether a module owns the weight or a function is given it. */

import type { Complaint } from '../../complaint.ts';
import { span, wrongRank } from '../../geometry.ts';
import type { FormulaName } from '../../operations.ts';
import { type Shape, type Tensor, tensor } from '../../tensor.ts';
import { type Dimensions, kernelOf, namesOfOutput, outputOf, symbolsOf, unfit } from './convolution.ts';

export interface Transposed {
  readonly in_channels: number;
  readonly out_channels: number;
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly output_padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly bias: boolean;
  /** Of a module's call: the spatial sizes, perhaps behind those of batch and channels. */
  readonly output_size?: readonly number[] | null;
}

/** The sizes that the output has without padding behind it. */
const leastSizes = ({ kernel_size, stride, padding, dilation }: Transposed, shape: Shape): number[] =>
  kernel_size.map((k, index) => {
    const size = shape[shape.length - kernel_size.length + index] as number;
    return (size - 1) * (stride[index] as number) - 2 * (padding[index] as number) + span(k, dilation[index] as number);
  });

const spatialSizes = (options: Transposed, shape: Shape): number[] => {
  const { output_size, output_padding, kernel_size } = options;
  if (output_size) return output_size.slice(-kernel_size.length);
  return leastSizes(options, shape).map((least, index) => least + (output_padding[index] as number));
};

const option = (option: string, rule: string, got: unknown, error?: string): Complaint => ({
  code: 'option',
  option,
  rule,
  got,
  ...(error ? { error } : {}),
});

const badPadding = ({ output_padding, stride, dilation }: Transposed): Complaint | undefined =>
  output_padding.some((size, index) => size >= Math.max(stride[index] as number, dilation[index] as number))
    ? option('output_padding', 'it must be smaller than the stride or the dilation', output_padding)
    : undefined;

const badSize = (options: Transposed, sizes: readonly number[], shape: Shape): Complaint | undefined => {
  const { stride, kernel_size } = options;
  const refused = (rule: string) => option('output_size', rule, sizes, 'ValueError');
  if (sizes.length !== kernel_size.length && sizes.length !== shape.length)
    return refused(`it must have ${kernel_size.length} or ${shape.length} numbers`);
  const least = leastSizes(options, shape);
  return sizes.slice(-kernel_size.length).some((size, index) => {
    const beyond = size - (least[index] as number);
    return beyond < 0 || beyond >= (stride[index] as number);
  })
    ? refused(`each size must be at least ${least.join(', ')} and less than a stride more`)
    : undefined;
};

/** PyTorch reads the size asked for before it looks at the channels. */
export const misfit = (options: Transposed, input: Tensor): Complaint | undefined => {
  const { output_size, kernel_size } = options;
  const { shape } = input;
  const complaint =
    wrongRank(input, [kernel_size.length + 2, kernel_size.length + 1]) ??
    (output_size ? badSize(options, output_size, shape) : undefined) ??
    unfit(options, input) ??
    (output_size ? undefined : badPadding(options));
  if (complaint) return complaint;
  const sizes = spatialSizes(options, shape);
  return sizes.some((size) => size < 1) ? { code: 'empty', shape: sizes, error: 'RuntimeError' } : undefined;
};

/** The sizes of a module's own weight. */
export const weightShape = ({ in_channels, out_channels, groups, kernel_size }: Transposed): readonly number[] => [
  in_channels,
  out_channels / groups,
  ...kernel_size,
];

/** The output as it lies in memory, with a module's own weight where none is given. */
export const output = (
  options: Transposed,
  input: Tensor,
  weight: Tensor = tensor(weightShape(options), input.dtype),
): Tensor => {
  const sizes = spatialSizes(options, input.shape);
  const output_padding = leastSizes(options, input.shape).map((least, index) => (sizes[index] as number) - least);
  return outputOf({ ...options, output_padding }, input, sizes, weight);
};

/** Names of the input's spatial sizes. */
const namesOfInput = (dimensions: Dimensions): string[] =>
  namesOfOutput(dimensions).map((name) => name.replace('out', 'in'));

export const symbols = (options: Transposed, input: Tensor, y: Tensor): Readonly<Record<string, number>> => {
  const { kernel_size, stride, dilation } = options;
  const dimensions = kernel_size.length as Dimensions;
  const spatial = input.shape.slice(-dimensions);
  const named = (letter: string, values: readonly number[]) =>
    Object.fromEntries(values.map((value, index) => [`${letter}${index}`, value]));
  return {
    ...symbolsOf(options, input, y),
    ...Object.fromEntries(namesOfInput(dimensions).map((name, index) => [name, spatial[index] as number])),
    ...named('s', stride),
    ...named('d', dilation),
  };
};

/**
 * For each dimension at how many places products meet: the distinct values of s p + d k. Two pairs (p, k) meet where p differs by
 * a multiple of d / gcd(s, d), and k by as many times s / gcd(s, d).
 */
export const partsOf = (dimensions: Dimensions): Record<string, string> =>
  Object.fromEntries(
    namesOfInput(dimensions).map((size, i) => [
      `met${i}`,
      `${size} * K${i} - max(0, ${size} - d${i} / gcd(s${i}, d${i})) * max(0, K${i} - s${i} / gcd(s${i}, d${i}))`,
    ]),
  );

/** One product of each input element with each tap of the kernel, for each output channel of the group. */
export const formulasOf = (dimensions: Dimensions): Partial<Record<FormulaName, string>> => {
  const inputs = namesOfInput(dimensions).join(' * ');
  const met = namesOfInput(dimensions)
    .map((_, index) => `met${index}`)
    .join(' * ');
  const macs = `N * ${inputs} * Cin * (Cout / g) * ${kernelOf(dimensions)}`;
  return {
    macs,
    multiplications: macs,
    additions: `${macs} - N * Cout * ${met} + N * Cout * ${namesOfOutput(dimensions).join(' * ')} * bias`,
  };
};
