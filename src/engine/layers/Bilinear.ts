import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { positive } from '../options.ts';
import type { Tensor } from '../tensor.ts';
import { drawFirst, drawPair, formulas, isDrawable, misfit, output, symbols } from './families/bilinear.ts';

export const Bilinear = defineLayer({
  kind: 'Bilinear',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html',
  options: () => ({
    in1_features: positive,
    in2_features: positive,
    out_features: positive,
    bias: z.boolean().default(true),
  }),
  forward: { signature: 'input1, input2', tensors: ['input1', 'input2'] },
  arity: 2,
  requires: ({ in1_features, in2_features }, inputs) => misfit([in1_features, in2_features], inputs),
  outputs: ({ out_features }, inputs) => [output(inputs, out_features)],
  weights: ({ in1_features, in2_features, out_features, bias }) => [
    { name: 'weight', shape: [out_features, in1_features, in2_features] },
    ...(bias ? [{ name: 'bias', shape: [out_features] }] : []),
  ],
  symbols: ({ bias }, inputs, [y]) => symbols(inputs, y as Tensor, bias),
  formulas: { params: 'Cin1 * Cin2 * Cout + Cout * bias', ...formulas },
  generate: {
    ranks: [2, 3, 1, 4],
    options: (draw, { shape }) =>
      !isDrawable(shape)
        ? undefined
        : {
            in1_features: shape.at(-1) as number,
            in2_features: draw.boolean() ? (shape.at(-1) as number) : draw.integer(1, 6),
            out_features: draw.integer(1, 6),
            bias: !draw.boolean(),
          },
    input: drawFirst,
    operands: (_, input, { in2_features }) => drawPair(input, in2_features),
  },
});
