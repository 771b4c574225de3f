/** The modules Conv1d, Conv2d and Conv3d. */

import { z } from 'zod';
import { defineLayer, type LayerDefinition } from '../../layer.ts';
import { natural, perDimension, positive, sizes } from '../../options.ts';
import type { Tensor } from '../../tensor.ts';
import {
  type Dimensions,
  formulasOf,
  kernelOf,
  misfit,
  output,
  stridden,
  symbolsOf,
  ungrouped,
  weightShape,
} from './convolution.ts';
import { drawConvolution } from './convolutionDraw.ts';

/** ConvNd over inputs of shape (N, in_channels, ...), or without N. `dimensions` is the number of spatial dimensions. */
export const convNd = (kind: string, dimensions: Dimensions): LayerDefinition => {
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
      stride: sizes(dimensions, positive).default(all(1)),
      padding: z.union([z.enum(['same', 'valid']), size(natural)]).default(all(0)),
      dilation: size(positive).default(all(1)),
      groups: positive.default(1),
      bias: z.boolean().default(true),
      padding_mode: z.enum(['zeros', 'reflect', 'replicate', 'circular']).default('zeros'),
    }),
    valid: (options) => ungrouped(options) ?? stridden(options),
    requires: (options, [input]) => misfit(options, input),
    outputs: (options, [input]) => [output(options, input)],
    weights: (options) => [
      { name: 'weight', shape: weightShape(options) },
      ...(options.bias ? [{ name: 'bias', shape: [options.out_channels] }] : []),
    ],
    symbols: (options, [input], [y]) => symbolsOf(options, input, y as Tensor),
    formulas: { params: `Cout * (Cin / g) * ${kernelOf(dimensions)} + Cout * bias`, ...formulasOf(dimensions) },
    generate: {
      ranks: [dimensions + 2, dimensions + 2, dimensions + 2, dimensions + 1],
      weight: dimensions === 2 ? 5 : dimensions === 1 ? 3 : 2,
      options: (draw, { shape }) => drawConvolution(draw, shape, dimensions),
    },
  });
};
