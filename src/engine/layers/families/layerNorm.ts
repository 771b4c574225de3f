/** Normalizations over the last dimensions, by mean and variance or by the root mean square. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import type { Draw } from '../../generator.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { natural } from '../../options.ts';
import { laidOutAs, numel, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { byStatistics, drawNamed, givenAffine, mixesFloats, mixesSixteenBits, wrongNamed } from './statistics.ts';

const pages = 'https://pytorch.org/docs/stable/generated/torch.nn';

/** The functions take no single number. */
const sizes = z.array(natural).min(1);

const normalized_shape = z
  .union([natural, sizes])
  .transform((given): readonly number[] => (typeof given === 'number' ? [given] : given));

interface Normalized {
  readonly normalized_shape: readonly number[];
}

const wrongEnd = ({ normalized_shape: end }: Normalized, { shape }: Tensor): Complaint | undefined =>
  end.every((size, index) => size === shape[shape.length - end.length + index])
    ? undefined
    : { code: 'end', end, shape };

const drawEnd = (draw: Draw, { shape }: { readonly shape: Shape }) =>
  shape.length === 0 ? undefined : shape.slice(-draw.integer(1, Math.min(shape.length, 3)));

const rowsOf = ({ normalized_shape: end }: Normalized, [{ shape }]: Inputs) => ({
  rows: numel(shape.slice(0, shape.length - end.length)),
});

const weightsOf = (end: readonly number[], has: boolean, bias: boolean) => [
  ...(has ? [{ name: 'weight', shape: end }] : []),
  ...(has && bias ? [{ name: 'bias', shape: end }] : []),
];

const layerCost = byStatistics('rows');
const plain = (_: unknown, [{ shape, dtype }]: Inputs): readonly Tensor[] => [tensor(shape, dtype)];

export const LayerNorm = defineLayer({
  kind: 'LayerNorm',
  target: 'module',
  source: `${pages}.LayerNorm.html`,
  options: () => ({
    normalized_shape,
    eps: z.number().default(1e-5),
    elementwise_affine: z.boolean().default(true),
    bias: z.boolean().default(true),
  }),
  requires: (options, [input]) => wrongEnd(options, input),
  mixes: mixesSixteenBits,
  outputs: plain,
  weights: ({ normalized_shape: end, elementwise_affine, bias }) => weightsOf(end, elementwise_affine, bias),
  symbols: (options, inputs) => ({
    ...rowsOf(options, inputs),
    F: numel(options.normalized_shape),
    affine: options.elementwise_affine ? 1 : 0,
    bias: options.elementwise_affine && options.bias ? 1 : 0,
  }),
  formulas: { params: 'F * affine + F * bias', ...layerCost },
  generate: {
    ranks: [3, 2, 4],
    options: (draw, input) => {
      const end = drawEnd(draw, input);
      return end && { normalized_shape: end, elementwise_affine: !draw.boolean(), bias: draw.integer(0, 3) !== 3 };
    },
  },
});

export const layer_norm = defineLayer({
  kind: 'layer_norm',
  target: 'function',
  source: `${pages}.functional.layer_norm.html`,
  options: () => ({ normalized_shape: sizes, eps: z.number().default(1e-5) }),
  torch: {
    spellings: ['torch.nn.functional.layer_norm', 'torch.layer_norm'],
    signature: 'input, normalized_shape, weight=None, bias=None, eps=1e-05',
    tensors: ['input', 'weight', 'bias'],
  },
  requires: (options, [input], named) => wrongEnd(options, input) ?? wrongNamed(named, options.normalized_shape, input),
  outputs: plain,
  symbols: (options, inputs, _, named) => ({ ...rowsOf(options, inputs), ...givenAffine(named) }),
  formulas: layerCost,
  generate: {
    ranks: [3, 2, 4],
    options: (draw, input) => {
      const end = drawEnd(draw, input);
      return end && { normalized_shape: end };
    },
    operands: (draw, input, { normalized_shape: end }) => drawNamed(draw, ['weight', 'bias'], input, end),
  },
});

/** y = x / sqrt(eps + sum(x^2) / m) * weight over the m elements of each row. Source: arXiv:1910.07467. */
const rootCost = {
  multiplications: 'x_numel * (1 + affine)',
  additions: 'x_numel',
  divisions: 'x_numel + rows',
  square_roots: 'rows',
};

/** PyTorch keeps the order in memory of channels that lie innermost, as it does for no LayerNorm. */
const laidOut = (_: unknown, [input]: Inputs): readonly Tensor[] => [laidOutAs(input, input.shape)];

export const RMSNorm = defineLayer({
  kind: 'RMSNorm',
  target: 'module',
  source: `${pages}.RMSNorm.html`,
  options: () => ({
    normalized_shape,
    eps: z.number().nullable().default(null),
    elementwise_affine: z.boolean().default(true),
  }),
  requires: (options, [input]) => wrongEnd(options, input),
  mixes: mixesFloats,
  outputs: laidOut,
  weights: ({ normalized_shape: end, elementwise_affine }) => weightsOf(end, elementwise_affine, false),
  symbols: (options, inputs) => ({
    ...rowsOf(options, inputs),
    F: numel(options.normalized_shape),
    affine: options.elementwise_affine ? 1 : 0,
  }),
  formulas: { params: 'F * affine', ...rootCost },
  generate: {
    ranks: [3, 2, 4],
    options: (draw, input) => {
      const end = drawEnd(draw, input);
      return end && { normalized_shape: end, eps: draw.oneOf([null, 0.5]), elementwise_affine: !draw.boolean() };
    },
  },
});

export const rms_norm = defineLayer({
  kind: 'rms_norm',
  target: 'function',
  source: `${pages}.functional.rms_norm.html`,
  options: () => ({ normalized_shape: sizes, eps: z.number().nullable().default(null) }),
  torch: {
    spellings: ['torch.nn.functional.rms_norm', 'torch.rms_norm'],
    signature: 'input, normalized_shape, weight=None, eps=None',
    tensors: ['input', 'weight'],
  },
  requires: (options, [input], named) =>
    wrongEnd(options, input) ?? wrongNamed(named, options.normalized_shape, input, true),
  outputs: laidOut,
  symbols: (options, inputs, _, named) => ({ ...rowsOf(options, inputs), affine: givenAffine(named).affine }),
  formulas: rootCost,
  generate: {
    ranks: [3, 2, 4],
    options: (draw, input) => {
      const end = drawEnd(draw, input);
      return end && { normalized_shape: end, eps: draw.oneOf([null, 0.5]) };
    },
    operands: (draw, input, { normalized_shape: end }) => drawNamed(draw, ['weight'], input, end),
  },
});
