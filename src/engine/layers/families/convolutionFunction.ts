/** The functions conv1d to conv3d and conv_transpose1d to conv_transpose3d, which are given their weights. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { drawWindow, wrongRank } from '../../geometry.ts';
import { defineLayer, type Inputs, type LayerDefinition, type Named } from '../../layer.ts';
import { natural, positive, sizes } from '../../options.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import * as plain from './convolution.ts';
import { drawChannels, drawGroups } from './convolutionDraw.ts';
import { drawSteps } from './convTransposeNd.ts';
import * as transposed from './transposedConvolution.ts';

/** The complaint of a weight or a bias that torch does not take with the input. */
const unfitWeights = (
  channels: readonly [number, number],
  groups: number,
  [input, weight]: Inputs,
  { bias }: Named,
  dimensions: number,
): Complaint | undefined => {
  const rank = wrongRank(weight as Tensor, [dimensions + 2]);
  if (rank) return rank;
  const [out_channels, grouped] = channels;
  const mismatch = (rule: string, ...shapes: readonly Shape[]): Complaint => ({ code: 'mismatch', shapes, rule });
  const { shape, dtype } = weight as Tensor;
  if (grouped % groups !== 0) return mismatch(`the weight does not divide into ${groups} groups`, input.shape, shape);
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== out_channels))
    return mismatch(`the bias needs ${out_channels} elements in one dimension`, shape, bias.shape);
  const other = [dtype, bias?.dtype].find((one) => one !== input.dtype);
  return other && { code: 'dtype', expected: input.dtype, got: other };
};

const signatureOf = (name: string) => ({
  spellings: [`torch.nn.functional.${name}`, `torch.${name}`] as const,
  tensors: ['input', 'weight', 'bias'],
});

const source = (name: string) => `https://pytorch.org/docs/stable/generated/torch.nn.functional.${name}.html`;

/** A weight, and now and then a bias. */
const drawWeight = (draw: Draw, shape: Shape, out_channels: number, dtype: Tensor['dtype']) => ({
  inputs: [{ shape, dtype }],
  ...(draw.boolean() ? {} : { named: { bias: { shape: [out_channels], dtype } } }),
});

const drawnRanks = (dimensions: number) => [dimensions + 2, dimensions + 2, dimensions + 2, dimensions + 1] as const;

/** Whether a shape is (N, C, ...) or (C, ...). */
const isDrawable = (shape: Shape, dimensions: number): boolean =>
  shape.length === dimensions + 2 || shape.length === dimensions + 1;

interface Plain {
  readonly stride: readonly number[];
  readonly padding: 'same' | 'valid' | readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** convNd. `dimensions` is the number of spatial dimensions. */
export const convFunction = (kind: string, dimensions: plain.Dimensions): LayerDefinition => {
  const whole = (options: Plain, [, weight]: Inputs, { bias }: Named): plain.Convolution => {
    const [out_channels, ofGroup, ...kernel_size] = (weight as Tensor).shape as [number, number, ...number[]];
    const in_channels = ofGroup * options.groups;
    return { ...options, in_channels, out_channels, kernel_size, bias: bias !== undefined, padding_mode: 'zeros' };
  };
  const size = (least: z.ZodNumber, value: number) =>
    sizes(dimensions, least).default(new Array<number>(dimensions).fill(value));
  return defineLayer({
    kind,
    target: 'function',
    source: source(kind),
    options: () => ({
      stride: size(positive, 1),
      padding: z.union([z.enum(['same', 'valid']), size(natural, 0)]).default(new Array(dimensions).fill(0)),
      dilation: size(positive, 1),
      groups: positive.default(1),
    }),
    torch: {
      ...signatureOf(kind),
      signature: 'input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1',
    },
    arity: 2,
    valid: plain.stridden,
    requires: (options, inputs, named) => {
      const channels = (inputs[1] as Tensor).shape.slice(0, 1) as unknown as [number];
      return (
        unfitWeights([channels[0], channels[0]], options.groups, inputs, named, dimensions) ??
        plain.misfit(whole(options, inputs, named), inputs[0])
      );
    },
    outputs: (options, inputs, named) => [plain.output(whole(options, inputs, named), inputs[0], inputs[1])],
    symbols: (options, inputs, [y], named) => plain.symbolsOf(whole(options, inputs, named), inputs[0], y as Tensor),
    formulas: plain.formulasOf(dimensions),
    generate: {
      ranks: drawnRanks(dimensions),
      options: (draw, { shape }) => {
        if (!isDrawable(shape, dimensions)) return undefined;
        const groups = drawGroups(draw, shape[shape.length - dimensions - 1] as number);
        const text = draw.integer(0, 5);
        const steps = shape.slice(-dimensions).map((length) => drawWindow(draw, length));
        const [stride, dilation] = [steps.map((step) => step.stride), steps.map((step) => step.dilation)];
        if (text === 4) return { groups, dilation, padding: 'same' };
        return { groups, dilation, stride, padding: text === 5 ? 'valid' : steps.map((step) => step.padding) };
      },
      operands: (draw, { shape, dtype }, options) => {
        const { groups, padding, dilation } = options;
        const kernel = shape.slice(-dimensions).map((length, index) => {
          const room = length + (typeof padding === 'string' ? 0 : 2 * (padding[index] as number));
          const most = Math.floor((room - 1) / (dilation[index] as number)) + 1;
          return draw.integer(1, Math.min(4, most));
        });
        const out_channels = drawChannels(draw, groups);
        const ofGroup = (shape[shape.length - dimensions - 1] as number) / groups;
        return drawWeight(draw, [out_channels, ofGroup, ...kernel], out_channels, dtype);
      },
    },
  });
};

interface Transposed {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly output_padding: readonly number[];
  readonly groups: number;
  readonly dilation: readonly number[];
}

/** conv_transposeNd. `dimensions` is the number of spatial dimensions. */
export const convTransposeFunction = (kind: string, dimensions: plain.Dimensions): LayerDefinition => {
  const whole = (options: Transposed, [, weight]: Inputs, { bias }: Named): transposed.Transposed => {
    const [in_channels, ofGroup, ...kernel_size] = (weight as Tensor).shape as [number, number, ...number[]];
    const out_channels = ofGroup * options.groups;
    return { ...options, in_channels, out_channels, kernel_size, bias: bias !== undefined };
  };
  const size = (least: z.ZodNumber, value: number) =>
    sizes(dimensions, least).default(new Array<number>(dimensions).fill(value));
  return defineLayer({
    kind,
    target: 'function',
    source: source(kind),
    options: () => ({
      stride: size(positive, 1),
      padding: size(natural, 0),
      output_padding: size(natural, 0),
      groups: positive.default(1),
      dilation: size(positive, 1),
    }),
    torch: {
      ...signatureOf(kind),
      signature: 'input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1',
    },
    arity: 2,
    requires: (options, inputs, named) => {
      const [grouped, ofGroup] = (inputs[1] as Tensor).shape as [number, number];
      return (
        unfitWeights([ofGroup * options.groups, grouped], options.groups, inputs, named, dimensions) ??
        transposed.misfit(whole(options, inputs, named), inputs[0])
      );
    },
    outputs: (options, inputs, named) => [transposed.output(whole(options, inputs, named), inputs[0], inputs[1])],
    symbols: (options, inputs, [y], named) => transposed.symbols(whole(options, inputs, named), inputs[0], y as Tensor),
    parts: transposed.partsOf(dimensions),
    formulas: transposed.formulasOf(dimensions),
    generate: {
      ranks: drawnRanks(dimensions),
      options: (draw, { shape }) => {
        if (!isDrawable(shape, dimensions)) return undefined;
        const groups = drawGroups(draw, shape[shape.length - dimensions - 1] as number);
        const steps = shape.slice(-dimensions).map((length) => drawSteps(draw, length));
        const each = (name: keyof (typeof steps)[number]) => steps.map((step) => step[name]);
        const [stride, dilation, output_padding] = [each('stride'), each('dilation'), each('output_padding')];
        return { groups, stride, dilation, output_padding, padding: each('padding') };
      },
      operands: (draw, { shape, dtype }, { groups, stride, dilation, padding }) => {
        const kernel = shape.slice(-dimensions).map((length, index) => {
          const [s, d, p] = [stride[index], dilation[index], padding[index]] as [number, number, number];
          // The whole output must be larger than the padding that is cut off it.
          const least = Math.max(1, Math.ceil((2 * p - (length - 1) * s) / d) + 1);
          return draw.integer(least, Math.max(4, least));
        });
        const ofGroup = Math.ceil(drawChannels(draw, groups) / groups);
        return drawWeight(
          draw,
          [shape[shape.length - dimensions - 1] as number, ofGroup, ...kernel],
          ofGroup * groups,
          dtype,
        );
      },
    },
  });
};
