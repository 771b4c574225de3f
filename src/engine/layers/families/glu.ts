/** The gated linear unit, as a module and as a function. */

import { z } from 'zod';
import type { Draw } from '../../generator.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { alike, type Shape, type Tensor } from '../../tensor.ts';

const front = (dim: number, { length }: Shape): number => (dim < 0 ? dim + length : dim);

/** a * 1 / (1 + exp(-b)), where a is the first half of the input along `dim` and b the second. */
const gate = {
  options: () => ({ dim: z.int().default(-1) }),
  requires: ({ dim }: { readonly dim: number }, [{ shape }]: Inputs) => {
    const size = shape[front(dim, shape)];
    if (shape.length === 0) return { code: 'dimension', dimension: dim, shape, error: 'RuntimeError' } as const;
    if (size === undefined) return { code: 'dimension', dimension: dim, shape } as const;
    return size % 2 === 0 ? undefined : ({ code: 'odd', dimension: front(dim, shape), shape } as const);
  },
  outputs: ({ dim }: { readonly dim: number }, [{ shape, dtype, strides }]: Inputs): readonly Tensor[] => {
    const halved = front(dim, shape);
    return [alike({ shape: shape.with(halved, (shape[halved] as number) / 2), dtype, strides })];
  },
  formulas: {
    multiplications: 'y_numel',
    exponentials: 'y_numel',
    additions: 'y_numel',
    divisions: 'y_numel',
  },
  generate: {
    ranks: [4, 2, 3] as const,
    options: (draw: Draw, { shape }: Tensor) => {
      const even = shape.flatMap((size, dimension) => (size % 2 === 0 ? [dimension] : []));
      if (even.length === 0) return undefined;
      const dim = draw.oneOf(even as [number, ...number[]]);
      return { dim: draw.boolean() ? dim - shape.length : dim };
    },
    input: (draw: Draw, batch: number) => ({ shape: [batch, 2 * draw.integer(1, 4), draw.integer(1, 6)] }),
  },
};

export const GLU = defineLayer({
  ...gate,
  kind: 'GLU',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.GLU.html',
});

export const glu = defineLayer({
  ...gate,
  kind: 'glu',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.glu.html',
  torch: { spellings: ['torch.nn.functional.glu'], signature: 'input, dim=-1', tensors: ['input'] },
});
