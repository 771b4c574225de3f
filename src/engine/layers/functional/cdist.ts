import { z } from 'zod';
import { broadcast, numberOf } from '../../elementwise.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { scalar } from '../../options.ts';
import { type Shape, type Tensor, tensor } from '../../tensor.ts';
import { length, lengthSymbols } from '../families/distance.ts';

const batchesOf = ([a, b]: Inputs): Shape | undefined =>
  broadcast(a.shape.slice(0, -2), (b as Tensor).shape.slice(0, -2));

const lengths = length('y_numel', 'n');

/**
 * The distance of each row of the first from each row of the second, as its equation says: of more than 25 rows PyTorch computes the
 * Euclidean ones by a product of matrices. Source: torch.cdist.
 */
export const cdist = defineLayer({
  kind: 'cdist',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.cdist.html',
  options: () => ({
    p: scalar
      .refine((p) => typeof p !== 'boolean' && numberOf(p) >= 0, { message: 'it must be a number from 0 on' })
      .default(2),
    compute_mode: z
      .enum(['use_mm_for_euclid_dist_if_necessary', 'use_mm_for_euclid_dist', 'donot_use_mm_for_euclid_dist'])
      .default('use_mm_for_euclid_dist_if_necessary'),
  }),
  torch: {
    spellings: ['torch.cdist'],
    signature: "x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary'",
    tensors: ['x1', 'x2'],
  },
  arity: 2,
  requires: (_, inputs: Inputs) => {
    const [a, b] = inputs as unknown as readonly [Tensor, Tensor];
    const few = [a, b].find(({ shape }) => shape.length < 2);
    if (few) return { code: 'rank', expected: [2, 3, 4], shape: few.shape };
    const half = [a, b].find(({ dtype }) => dtype.endsWith('float16'));
    if (half) return { code: 'dtype', expected: 'float32 or float64', got: half.dtype, error: 'NotImplementedError' };
    if (a.dtype !== b.dtype) return { code: 'dtype', expected: a.dtype, got: b.dtype };
    return a.shape.at(-1) === b.shape.at(-1) && batchesOf(inputs)
      ? undefined
      : {
          code: 'mismatch',
          shapes: [a.shape, b.shape],
          rule: 'rows must be of one size, and what lies in front of them must broadcast',
        };
  },
  outputs: (_, inputs: Inputs) => {
    const [a, b] = inputs as unknown as readonly [Tensor, Tensor];
    return [tensor([...(batchesOf(inputs) as Shape), a.shape.at(-2) as number, b.shape.at(-2) as number], a.dtype)];
  },
  symbols: ({ p }, [{ shape }]) => {
    const order = numberOf(p);
    const greatest = order === Infinity ? 1 : 0;
    return { n: shape.at(-1) as number, ...lengthSymbols(order), greatest, ...(greatest ? { general: 0 } : {}) };
  },
  formulas: {
    ...lengths,
    comparisons: `${lengths.comparisons} + greatest * y_numel * (n - 1)`,
    additions: 'y_numel * n + (1 - greatest) * y_numel * (n - 1)',
  },
  generate: {
    ranks: [3, 2, 4],
    options: (draw, { shape }) =>
      shape.length < 2 ? undefined : draw.boolean() ? { p: draw.oneOf([1, 0, 3, 'inf']) } : {},
    operands: (draw, { shape, dtype }) => ({ inputs: [{ shape: shape.with(-2, draw.integer(1, 5)), dtype }] }),
  },
});
