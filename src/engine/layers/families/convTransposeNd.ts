/** The modules ConvTranspose1d, ConvTranspose2d and ConvTranspose3d. */

import { z } from 'zod';
import type { Draw } from '../../generator.ts';
import { type AnyOptions, defineLayer, type LayerDefinition } from '../../layer.ts';
import { natural, perDimension, positive } from '../../options.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import { type Dimensions, kernelOf, ungrouped } from './convolution.ts';
import { drawGrouped } from './convolutionDraw.ts';
import { formulasOf, misfit, output, partsOf, symbols, type Transposed, weightShape } from './transposedConvolution.ts';

/** A kernel, stride, dilation and paddings for one dimension that leave something of the output. */
export const drawSteps = (draw: Draw, size: number) => {
  const kernel_size = draw.integer(1, 4);
  // The size that comes out is about as many times as large.
  const stride = draw.integer(1, size > 3 ? 2 : 3);
  const dilation = draw.integer(1, 2);
  const full = (size - 1) * stride + dilation * (kernel_size - 1) + 1;
  const padding = draw.integer(0, Math.min(2, Math.floor((full - 1) / 2)));
  return { kernel_size, stride, dilation, padding, output_padding: draw.integer(0, Math.max(stride, dilation) - 1) };
};

const draw = (numbers: Draw, shape: Shape, dimensions: number): AnyOptions => {
  const grouped = drawGrouped(numbers, shape, dimensions);
  const bias = !numbers.boolean();
  const steps = shape.slice(-dimensions).map((size) => drawSteps(numbers, size));
  const each = (name: keyof (typeof steps)[number]) => steps.map((step) => step[name]);
  return {
    ...grouped,
    bias,
    kernel_size: each('kernel_size'),
    stride: each('stride'),
    padding: each('padding'),
    output_padding: each('output_padding'),
    dilation: each('dilation'),
  };
};

/** Sometimes the sizes that come out anyway, stated at the call. */
const drawCall = (numbers: Draw, input: Tensor, given: AnyOptions, dimensions: number): AnyOptions => {
  if (numbers.integer(0, 3) < 3) return {};
  const options = given as unknown as Transposed;
  const [least, most] = [0, 1].map(
    (further) =>
      output({ ...options, output_padding: options.stride.map((step) => (step - 1) * further) }, input).shape,
  ) as [Shape, Shape];
  return {
    output_size: least.map((size, index) => numbers.integer(size, most[index] as number)).slice(-dimensions),
  };
};

/** ConvTransposeNd over inputs of shape (N, in_channels, ...), or without N. `dimensions` is the number of spatial dimensions. */
export const convTransposeNd = (kind: string, dimensions: Dimensions): LayerDefinition => {
  const size = (least: z.ZodNumber) => perDimension(dimensions, least);
  const all = (value: number) => new Array<number>(dimensions).fill(value);
  return defineLayer({
    kind,
    target: 'module',
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`,
    options: () => ({
      in_channels: positive,
      out_channels: positive,
      kernel_size: size(positive),
      stride: size(positive).default(all(1)),
      padding: size(natural).default(all(0)),
      output_padding: size(natural).default(all(0)),
      groups: positive.default(1),
      bias: z.boolean().default(true),
      dilation: size(positive).default(all(1)),
      padding_mode: z.literal('zeros').default('zeros'),
    }),
    forward: {
      signature: 'input, output_size=None',
      tensors: ['input'],
      options: { output_size: z.array(positive).nullable().default(null) },
    },
    valid: ungrouped,
    requires: (options, [input]) => misfit(options, input),
    outputs: (options, [input]) => [output(options, input)],
    weights: (options) => [
      { name: 'weight', shape: weightShape(options) },
      ...(options.bias ? [{ name: 'bias', shape: [options.out_channels] }] : []),
    ],
    symbols: (options, [input], [y]) => symbols(options, input, y as Tensor),
    parts: partsOf(dimensions),
    formulas: { params: `Cin * (Cout / g) * ${kernelOf(dimensions)} + Cout * bias`, ...formulasOf(dimensions) },
    generate: {
      ranks: [dimensions + 2, dimensions + 2, dimensions + 2, dimensions + 1],
      options: (numbers, { shape }) => draw(numbers, shape, dimensions),
      call: (numbers, input, options) => drawCall(numbers, input, options, dimensions),
    },
  });
};
