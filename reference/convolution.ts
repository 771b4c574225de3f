import type { Arithmetic } from './arithmetic.ts';
import { batched } from './batch.ts';
import { type Equation, weight } from './definition.ts';
import { padded } from './padding.ts';
import { fill, indices, type Tensor } from './tensor.ts';
import { slide, tap } from './windows.ts';

interface Convolution {
  readonly stride?: readonly number[];
  readonly padding: 'same' | 'valid' | readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  /** Functions have none and pad with zeros. */
  readonly padding_mode?: string;
}

/** Padding before and after the input along a dimension; where `same` needs an odd number, the last one goes behind. */
const sides = ({ padding, dilation }: Convolution, kernel: number, dimension: number): [number, number] => {
  if (padding === 'valid') return [0, 0];
  if (padding !== 'same') return [padding[dimension] as number, padding[dimension] as number];
  const both = (dilation[dimension] as number) * (kernel - 1);
  return [Math.floor(both / 2), Math.ceil(both / 2)];
};

/**
 * y[n, o, p] = Σ_c Σ_k x[n, c, s p + d k] W[o, c, k] + b[o], where p and k have one coordinate for each spatial dimension, and
 * c goes over the channels of the group of o. Source: torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d.
 */
const convolve = (
  options: Convolution,
  input: Tensor,
  W: Tensor,
  b: Tensor | undefined,
  arithmetic: Arithmetic,
): Tensor => {
  const { add, sumOfProducts } = arithmetic;
  const [outputs, inputsOfGroup, ...kernels] = W.shape as [number, number, ...number[]];
  const [x, restored] = batched(input, kernels.length + 2);
  const [N, , ...sizes] = x.shape as [number, number, ...number[]];
  const windows = sizes.map((size, dimension) => {
    const kernel = kernels[dimension] as number;
    const [before, after] = sides(options, kernel, dimension);
    const stride = options.stride?.[dimension] ?? 1;
    return slide({ size, kernel, stride, dilation: options.dilation[dimension] as number, before, after });
  });
  const element = padded(x, options.padding_mode ?? 'zeros', arithmetic);
  const outputsOfGroup = outputs / options.groups;
  const places = windows.map((axis) => axis.length);
  const y = fill([N, outputs, ...places], ([n, o, ...p]) => {
    const first = Math.floor(o / outputsOfGroup) * inputsOfGroup;
    const terms = Array.from(
      indices([inputsOfGroup, ...kernels]),
      ([c, ...k]) => [element(n, first + c, tap(windows, p, k)), W.at(o, c, ...k)] as const,
    );
    return b ? add(sumOfProducts(terms), b.at(o)) : sumOfProducts(terms);
  });
  return restored(y);
};

/** ConvNd, whose weight and bias are its own. */
export const convolution: Equation<Convolution & { bias: boolean }> = (call, arithmetic) => {
  const b = call.options.bias ? weight(call, 'bias') : undefined;
  return [convolve(call.options, call.inputs[0], weight(call, 'weight'), b, arithmetic)];
};

/** convNd, which is given its weight and bias. Source: torch.nn.functional.conv2d. */
export const convolutionOf: Equation<Convolution> = ({ options, inputs, named }, arithmetic) => [
  convolve(options, inputs[0], inputs[1] as Tensor, named.bias, arithmetic),
];
