/** What the convolutions have in common: everything but the number of spatial dimensions. */

import { z } from 'zod';
import { drawWindow, span, tooSmall, windowCount, wrongRank } from '../../geometry.ts';
import type { Complaint } from '../../issues.ts';
import { type AnyOptions, defineLayer, type LayerDefinition } from '../../layer.ts';
import { natural, pair, positive, single } from '../../options.ts';
import { tensor } from '../../tensor.ts';

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

/** Padding of both sides together, for each spatial dimension. */
const paddings = ({ padding, kernel_size, dilation }: Convolution): number[] =>
  kernel_size.map((k, index) => {
    if (padding === 'same') return span(k, dilation[index] as number) - 1;
    return padding === 'valid' ? 0 : 2 * (padding[index] as number);
  });

const valid = (options: Convolution): Complaint | undefined => {
  const { in_channels, out_channels, groups, padding, stride } = options;
  const rule = (option: string, got: number) =>
    ({ code: 'option', option, rule: `it must be divisible by groups = ${groups}`, got }) as const;
  if (in_channels % groups !== 0) return rule('in_channels', in_channels);
  if (out_channels % groups !== 0) return rule('out_channels', out_channels);
  if (padding === 'same' && stride.some((s) => s !== 1)) {
    return {
      code: 'option',
      option: 'padding',
      rule: 'PyTorch pads to the same size only with a stride of 1',
      got: padding,
    };
  }
  return undefined;
};

/** The largest padding of one side in each padding mode, relative to the input's size. Source: torch.nn.functional.pad. */
const spare: Readonly<Record<string, number>> = { reflect: 1, circular: 0 };

const badPadding = (options: Convolution, shape: readonly number[]): Complaint | undefined => {
  const least = spare[options.padding_mode];
  if (least === undefined) return undefined;
  for (const [index, both] of paddings(options).entries()) {
    const size = shape[2 + index] as number;
    const padding = Math.ceil(both / 2);
    if (padding > size - least)
      return { code: 'padding', padding, mode: options.padding_mode, size: padding + least - 1, shape };
  }
  return undefined;
};

const letters = ['0', '1', '2'] as const;

/** ConvNd over inputs of shape (N, in_channels, ...). `dimensions` is the number of spatial dimensions. */
export const convolution = (kind: string, dimensions: 1 | 2): LayerDefinition => {
  const size = (least: z.ZodNumber) => (dimensions === 1 ? single(least) : pair(least)) as z.ZodType<readonly number[]>;
  const ones = new Array<number>(dimensions).fill(1);
  const kernel = letters
    .slice(0, dimensions)
    .map((letter) => `K${letter}`)
    .join(' * ');
  const outputs = (dimensions === 1 ? ['Lout'] : ['Hout', 'Wout']) as string[];
  const places = outputs.join(' * ');
  return defineLayer({
    kind,
    target: 'module',
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`,
    options: {
      in_channels: positive,
      out_channels: positive,
      kernel_size: size(positive),
      stride: size(positive).default(ones),
      padding: z.union([z.enum(['same', 'valid']), size(natural)]).default(ones.map(() => 0)),
      dilation: size(positive).default(ones),
      groups: positive.default(1),
      bias: z.boolean().default(true),
      padding_mode: z.enum(['zeros', 'reflect', 'replicate', 'circular']).default('zeros'),
    },
    valid,
    requires: (options, [input]) => {
      const rank = wrongRank(input, [dimensions + 2]);
      if (rank) return rank;
      const got = input.shape[1] as number;
      const { in_channels, kernel_size, dilation } = options;
      if (got !== in_channels)
        return {
          code: 'size',
          what: 'channels',
          dimension: 'dimension 1',
          expected: in_channels,
          got,
          shape: input.shape,
        };
      return tooSmall(input.shape, kernel_size, dilation, paddings(options)) ?? badPadding(options, input.shape);
    },
    outputs: (options, [input]) => {
      const both = paddings(options);
      const { kernel_size, stride, dilation, out_channels } = options;
      const spatial = kernel_size.map((k, index) =>
        windowCount(
          input.shape[2 + index] as number,
          k,
          stride[index] as number,
          both[index] as number,
          dilation[index] as number,
        ),
      );
      return [tensor([input.shape[0] as number, out_channels, ...spatial], input.dtype)];
    },
    weights: ({ in_channels, out_channels, groups, kernel_size, bias }) => [
      { name: 'weight', shape: [out_channels, in_channels / groups, ...kernel_size] },
      ...(bias ? [{ name: 'bias', shape: [out_channels] }] : []),
    ],
    symbols: ({ in_channels, out_channels, groups, kernel_size, bias }, [input], [output]) => ({
      N: input.shape[0] as number,
      Cin: in_channels,
      Cout: out_channels,
      g: groups,
      bias: bias ? 1 : 0,
      ...Object.fromEntries(kernel_size.map((k, index) => [`K${index}`, k])),
      ...Object.fromEntries(outputs.map((name, index) => [name, output?.shape[2 + index] as number])),
    }),
    formulas: {
      params: `Cout * (Cin / g) * ${kernel} + Cout * bias`,
      macs: `N * ${places} * Cout * (Cin / g) * ${kernel}`,
      multiplications: `N * ${places} * Cout * (Cin / g) * ${kernel}`,
      additions: `N * ${places} * Cout * ((Cin / g) * ${kernel} - 1 + bias)`,
    },
    generate: {
      ranks: [dimensions + 2],
      weight: dimensions === 2 ? 5 : 3,
      options: (draw, { shape }) => {
        const in_channels = shape[1] as number;
        const divisors = Array.from({ length: in_channels }, (_, index) => index + 1).filter(
          (g) => in_channels % g === 0 && g <= 16,
        );
        const groups = draw.oneOf(divisors as [number, ...number[]]);
        const out_channels = groups * draw.integer(1, Math.max(1, Math.floor(12 / groups)));
        const windows = shape.slice(2).map((length) => drawWindow(draw, length));
        const bias = !draw.boolean();
        const padding_mode = draw.oneOf(['zeros', 'zeros', 'zeros', 'reflect', 'replicate', 'circular']);
        const text = draw.integer(0, 5);
        const common = {
          in_channels,
          out_channels,
          groups,
          bias,
          padding_mode,
          kernel_size: windows.map((w) => w.kernel),
          dilation: windows.map((w) => w.dilation),
        };
        const fixed = { ...common, stride: windows.map((w) => w.stride), padding: windows.map((w) => w.padding) };
        const wanted: Convolution & AnyOptions =
          text === 4
            ? { ...common, stride: ones, padding: 'same' }
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
      },
    },
  });
};
