import { counted, noDimension } from '../../dimensions.ts';
import { elementwise } from '../../elementwise.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { dimension } from '../../options.ts';
import { numel, type Shape, type Tensor, tensor } from '../../tensor.ts';

/** The dimension that keeps its norms apart; -1 stands for none. */
const keptBy = (dim: number, { length }: Shape): number | undefined => (dim === -1 ? undefined : counted(dim, length));

/** A norm for each place along the dimension, broadcastable; one for all without dimensions where there is none. */
const normsOf = (dim: number, shape: Shape): Shape => {
  const kept = keptBy(dim, shape);
  return kept === undefined ? [] : shape.map((size, at) => (at === kept ? size : 1));
};

/** Whether one kernel computes the layer row by row: where norms are kept along the first or last dimension. */
const isByRow = (dim: number, { shape }: Tensor): boolean => {
  const kept = keptBy(dim, shape);
  return kept === 0 || kept === shape.length - 1;
};

/** w = g v / |v|, a norm for each place along a dimension. Source: arXiv:1602.07868, equation 2; torch.nn.utils.parametrizations.weight_norm. */
export const weight_norm = defineLayer({
  kind: 'weight_norm',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.weight_norm.html',
  options: () => ({ dim: dimension.default(0) }),
  torch: { spellings: ['torch._weight_norm'], signature: 'v, g, dim=0', tensors: ['v', 'g'] },
  arity: 2,
  requires: ({ dim }, [v, g]: Inputs) => {
    const { shape, dtype } = g as Tensor;
    const missing = dim === -1 ? undefined : noDimension(dim, v.shape);
    if (missing) return missing;
    if (dtype !== v.dtype) return { code: 'dtype', expected: v.dtype, got: dtype };
    const wanted = normsOf(dim, v.shape);
    // The kernel for the first and the last dimension does not look at the shape of the norms.
    return isByRow(dim, v) || (shape.length === wanted.length && shape.every((size, at) => size === wanted[at]))
      ? undefined
      : { code: 'mismatch', shapes: [v.shape, shape], rule: `the norms must have the shape [${wanted.join(', ')}]` };
  },
  outputs: ({ dim }, [v, g]: Inputs) => {
    return [isByRow(dim, v) ? tensor(v.shape, v.dtype) : elementwise([v, g as Tensor], v.dtype, { scalars: false })];
  },
  symbols: ({ dim }, [{ shape }]) => ({ norms: numel(normsOf(dim, shape)) }),
  formulas: {
    multiplications: '2 * x_numel',
    additions: 'x_numel - norms',
    square_roots: 'norms',
    divisions: 'norms',
  },
  generate: {
    ranks: [2, 3, 4],
    // In between PyTorch takes norms of more shapes, by broadcasting, than are taken here.
    options: (draw, { shape }) => (shape.length < 2 ? undefined : { dim: draw.oneOf([0, shape.length - 1]) }),
    operands: (_, { shape, dtype }, { dim }) => ({ inputs: [{ shape: normsOf(dim, shape), dtype }] }),
  },
});
