import { z } from 'zod';
import { defineLayer, type Inputs } from '../../layer.ts';
import { type Shape, tensor } from '../../tensor.ts';

const axis = (dim: number, shape: Shape): number => (dim < 0 ? dim + shape.length : dim);

const fits = (a: Shape, b: Shape, dimension: number): boolean =>
  a.length === b.length && a.every((size, index) => index === dimension || size === b[index]);

export const cat = defineLayer({
  kind: 'cat',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.cat.html',
  options: { dim: z.int().default(0) },
  torch: { spellings: ['torch.cat'], signature: 'tensors, dim=0', tensors: ['tensors'] },
  arity: 'list',
  requires: ({ dim }, inputs) => {
    const [{ shape }] = inputs;
    const dimension = axis(dim, shape);
    if (dimension < 0 || dimension >= shape.length) return { code: 'dimension', dimension: dim, shape };
    const other = inputs.find((input) => !fits(input.shape, shape, dimension));
    return (
      other && { code: 'mismatch', shapes: [shape, other.shape], rule: `they may differ in dimension ${dim} only` }
    );
  },
  outputs: ({ dim }, inputs: Inputs) => {
    const [{ shape, dtype }] = inputs;
    const dimension = axis(dim, shape);
    const total = inputs.reduce((sum, input) => sum + (input.shape[dimension] as number), 0);
    return [
      tensor(
        shape.map((size, index) => (index === dimension ? total : size)),
        dtype,
      ),
    ];
  },
  generate: {
    ranks: [4, 2, 3],
    options: (draw, { shape }) => (shape.length < 2 ? undefined : { dim: draw.oneOf([1, -1]) }),
    merge: (draw, input, others, { dim }) => {
      const dimension = axis(dim, input.shape);
      const fitting = others.flatMap((other, index) => (fits(other.shape, input.shape, dimension) ? [index] : []));
      const count = draw.integer(0, Math.min(2, fitting.length));
      return Array.from({ length: count }, () => draw.oneOf(fitting as [number, ...number[]]));
    },
  },
});
