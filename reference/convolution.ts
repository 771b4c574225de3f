import { type Equation, weight } from './definition.ts';
import { padded } from './padding.ts';
import { fill, indices } from './tensor.ts';
import { slide, tap } from './windows.ts';

interface Convolution {
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

/** Padding before and after the input along a dimension; where `same` needs an odd number, the last one goes behind. */
const sides = ({ padding, kernel_size, dilation }: Convolution, dimension: number): [number, number] => {
  if (padding === 'valid') return [0, 0];
  if (padding !== 'same') return [padding[dimension] as number, padding[dimension] as number];
  const both = (dilation[dimension] as number) * ((kernel_size[dimension] as number) - 1);
  return [Math.floor(both / 2), Math.ceil(both / 2)];
};

/**
 * y[n, o, p] = Σ_c Σ_k x[n, c, s p + d k] W[o, c, k] + b[o], where p and k have one coordinate for each spatial dimension, and
 * c goes over the channels of the group of o. Source: torch.nn.Conv1d, torch.nn.Conv2d.
 */
export const convolution: Equation<Convolution> = (call, arithmetic) => {
  const { options, inputs } = call;
  const { add, sumOfProducts } = arithmetic;
  const [x] = inputs;
  const [N, , ...sizes] = x.shape as [number, number, ...number[]];
  const windows = sizes.map((size, dimension) => {
    const [before, after] = sides(options, dimension);
    const kernel = options.kernel_size[dimension] as number;
    const stride = options.stride[dimension] as number;
    return slide({ size, kernel, stride, dilation: options.dilation[dimension] as number, before, after });
  });
  const W = weight(call, 'weight');
  const element = padded(x, options.padding_mode, arithmetic);
  const inputsOfGroup = options.in_channels / options.groups;
  const outputsOfGroup = options.out_channels / options.groups;
  const places = windows.map((axis) => axis.length);
  return [
    fill([N, options.out_channels, ...places], ([n, o, ...p]) => {
      const first = Math.floor(o / outputsOfGroup) * inputsOfGroup;
      const terms = Array.from(
        indices([inputsOfGroup, ...options.kernel_size]),
        ([c, ...k]) => [element(n, first + c, tap(windows, p, k)), W.at(o, c, ...k)] as const,
      );
      const y = sumOfProducts(terms);
      return options.bias ? add(y, weight(call, 'bias').at(o)) : y;
    }),
  ];
};
