import { z } from 'zod';
import { defineLayer, type Inputs } from '../../layer.ts';
import { type Shape, type Tensor, tensor } from '../../tensor.ts';

const sampled = ([{ shape }, grid]: Inputs): Shape => [...shape.slice(0, 2), ...(grid as Tensor).shape.slice(1, -1)];

/**
 * Elements at places between others, from -1 to 1: each place is scaled to the size, then the 2^D elements around it are added up by
 * their weights, which are products of its distances, or the nearest is taken. Source: arXiv:1506.02025, equations 3 to 5.
 */
export const grid_sample = defineLayer({
  kind: 'grid_sample',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html',
  options: () => ({
    mode: z.enum(['bilinear', 'nearest']).default('bilinear'),
    padding_mode: z.enum(['zeros', 'border']).default('zeros'),
    align_corners: z.boolean().nullable().default(null),
  }),
  torch: {
    spellings: ['torch.nn.functional.grid_sample'],
    signature: "input, grid, mode='bilinear', padding_mode='zeros', align_corners=None",
    tensors: ['input', 'grid'],
  },
  arity: 2,
  requires: (_, [{ shape, dtype }, places]) => {
    const grid = places as Tensor;
    const dimensions = shape.length - 2;
    const isFitting =
      (dimensions === 2 || dimensions === 3) &&
      grid.shape.length === shape.length &&
      grid.shape[0] === shape[0] &&
      grid.shape.at(-1) === dimensions;
    const rule = 'the grid has the same batch, and a coordinate for each of two or three dimensions of the first';
    if (!isFitting) return { code: 'mismatch', shapes: [shape, grid.shape], rule };
    return grid.dtype === dtype
      ? undefined
      : { code: 'dtype', expected: `${dtype}, as the first has`, got: grid.dtype };
  },
  outputs: (_, inputs) => [tensor(sampled(inputs), inputs[0].dtype)],
  symbols: ({ mode, padding_mode, align_corners }, inputs) => {
    const [N, C, ...sizes] = sampled(inputs) as [number, number, ...number[]];
    return {
      points: N * sizes.reduce((product, size) => product * size, 1),
      C,
      D: sizes.length,
      corners: 2 ** sizes.length,
      blended: mode === 'bilinear' ? 1 : 0,
      limited: padding_mode === 'border' ? 1 : 0,
      centred: align_corners ? 0 : 1,
    };
  },
  formulas: {
    macs: 'blended * points * C * corners',
    multiplications: 'points * D + blended * points * corners * (D - 1 + C)',
    additions: 'points * D * (1 + centred + 2 * blended) + blended * points * C * (corners - 1)',
    divisions: 'points * D',
    comparisons: 'limited * 2 * points * D',
  },
  generate: {
    ranks: [4, 5],
    options: (draw, { shape }) =>
      shape.length === 4 || shape.length === 5
        ? {
            mode: draw.oneOf(['bilinear', 'nearest']),
            padding_mode: draw.oneOf(['zeros', 'border']),
            align_corners: draw.boolean(),
          }
        : undefined,
    operands: (draw, { shape: [N, , ...sizes], dtype }) => ({
      inputs: [{ shape: [N as number, ...sizes.map(() => draw.integer(1, 4)), sizes.length], dtype }],
    }),
  },
});
