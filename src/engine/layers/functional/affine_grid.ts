import { z } from 'zod';
import { defineLayer } from '../../layer.ts';
import { positive } from '../../options.ts';
import { bytesOf, type Shape, tensor } from '../../tensor.ts';

/** The places of an image of the size, each by its coordinates; in memory those of a volume lie the coordinate last. */
const placesIn = ([N, , ...sizes]: Shape): Shape => [N as number, ...sizes, sizes.length];

/** Places moved by an affine map: theta (x, y, 1) for each. Source: arXiv:1506.02025, equation 1. */
export const affine_grid = defineLayer({
  kind: 'affine_grid',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html',
  options: () => ({
    size: z.union([z.array(positive).length(4), z.array(positive).length(5)]),
    align_corners: z.boolean().nullable().default(null),
  }),
  torch: {
    spellings: ['torch.nn.functional.affine_grid'],
    signature: 'theta, size, align_corners=None',
    tensors: ['theta'],
  },
  takes: ['float'],
  requires: ({ size }, [{ shape, dtype }]) => {
    const dimensions = size.length - 2;
    const rule = `maps of ${dimensions} dimensions are matrices of shape [N, ${dimensions}, ${dimensions + 1}]`;
    const wanted = [shape[0], dimensions, dimensions + 1];
    if (shape.length !== 3 || wanted.some((extent, at) => extent !== shape[at]))
      return { code: 'mismatch', shapes: [shape, size], rule, error: 'ValueError' };
    if (shape[0] !== size[0]) return { code: 'option', option: 'size', rule: `there are ${shape[0]} maps`, got: size };
    // It writes down the only place of a dimension of 1, which it cannot in 16 bits.
    return size.slice(2).includes(1) && bytesOf[dtype] === 2
      ? { code: 'dtype', expected: 'float32 or float64', got: dtype, error: 'NotImplementedError' }
      : undefined;
  },
  outputs: ({ size }, [{ dtype }]) => [tensor(placesIn(size), dtype)],
  symbols: ({ size }) => ({ K: size.length - 1 }),
  formulas: {
    macs: 'y_numel * K',
    multiplications: 'y_numel * K',
    additions: 'y_numel * (K - 1)',
  },
  generate: {
    ranks: [3],
    input: (draw, batch) => ({ shape: draw.boolean() ? [batch, 2, 3] : [batch, 3, 4] }),
    options: (draw, { shape: [N, dimensions] }) => {
      if (dimensions !== 2 && dimensions !== 3) return undefined;
      const sizes = Array.from({ length: dimensions }, () => draw.integer(1, 4));
      return { size: [N as number, draw.integer(1, 3), ...sizes], align_corners: draw.boolean() };
    },
  },
});
