import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { positive } from '../options.ts';
import { numel, tensor } from '../tensor.ts';

export const Linear = defineLayer({
  kind: 'Linear',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Linear.html',
  options: () => ({ in_features: positive, out_features: positive, bias: z.boolean().default(true) }),
  requires: ({ in_features }, [{ shape }]) => {
    if (shape.length === 0) return { code: 'rank', expected: [1, 2, 3, 4], shape };
    const got = shape.at(-1) as number;
    return got === in_features
      ? undefined
      : { code: 'size', what: 'features', dimension: 'the last dimension', expected: in_features, got, shape };
  },
  outputs: ({ out_features }, [input]) => [tensor([...input.shape.slice(0, -1), out_features], input.dtype)],
  weights: ({ in_features, out_features, bias }) => [
    { name: 'weight', shape: [out_features, in_features] },
    ...(bias ? [{ name: 'bias', shape: [out_features] }] : []),
  ],
  symbols: ({ in_features, out_features, bias }, [{ shape }]) => ({
    F: numel(shape.slice(0, -1)),
    Cin: in_features,
    Cout: out_features,
    bias: bias ? 1 : 0,
  }),
  formulas: {
    params: 'Cin * Cout + Cout * bias',
    macs: 'F * Cin * Cout',
    multiplications: 'F * Cin * Cout',
    additions: 'F * Cout * (Cin - 1 + bias)',
  },
  generate: {
    ranks: [2, 3, 1, 4],
    weight: 4,
    options: (draw, { shape }) =>
      shape.length === 0
        ? undefined
        : { in_features: shape.at(-1) as number, out_features: draw.integer(1, 12), bias: !draw.boolean() },
  },
});
