import { counted, noDimension } from '../../dimensions.ts';
import { broadcast } from '../../elementwise.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { dimension } from '../../options.ts';
import { numel, type Shape, type Tensor, tensor } from '../../tensor.ts';

/** A norm for each place along the dimension, broadcastable; one for all without dimensions where it is -1. */
const normsOf = (dim: number, shape: Shape): Shape =>
  dim === -1 ? [] : shape.map((size, at) => (at === counted(dim, shape.length) ? size : 1));

/** Whether one kernel computes the layer row by row: where the first or last dimension is named, from the front. Source: ATen's WeightNorm.cpp. */
const isByRow = (dim: number, { length }: Shape): boolean => dim === 0 || dim === length - 1;

/** g / |v|, which is broadcast where no kernel goes row by row; undefined where the shapes do not go together. */
const factorsOf = (dim: number, v: Shape, g: Shape): Shape | undefined => {
  const norms = normsOf(dim, v);
  return isByRow(dim, v) ? norms : broadcast(g, norms);
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
    const missing = noDimension(dim, v.shape);
    if (missing) return missing;
    if (v.shape.length === 0) return { code: 'rank', expected: [1, 2, 3, 4], shape: v.shape };
    if (dtype !== v.dtype) return { code: 'dtype', expected: v.dtype, got: dtype };
    // The kernel looks at nothing, and reads past the end of too few.
    if (isByRow(dim, v.shape)) {
      const [expected, got] = [numel(normsOf(dim, v.shape)), numel(shape)];
      return got < expected ? { code: 'size', what: 'norms', dimension: 'all', expected, got, shape } : undefined;
    }
    const factors = factorsOf(dim, v.shape, shape);
    return factors && broadcast(v.shape, factors)
      ? undefined
      : { code: 'mismatch', shapes: [v.shape, shape], rule: 'the norms must be broadcastable to the weight' };
  },
  outputs: ({ dim }, [{ shape, dtype }, g]: Inputs) => [
    tensor(broadcast(shape, factorsOf(dim, shape, (g as Tensor).shape) as Shape) as Shape, dtype),
  ],
  symbols: ({ dim }, [{ shape }, g]) => ({
    norms: numel(normsOf(dim, shape)),
    factors: numel(factorsOf(dim, shape, (g as Tensor).shape) as Shape),
  }),
  formulas: {
    multiplications: 'x_numel + y_numel',
    additions: 'x_numel - norms',
    square_roots: 'norms',
    divisions: 'factors',
  },
  generate: {
    ranks: [2, 3, 4],
    options: (draw, { shape }) => (shape.length === 0 ? undefined : { dim: draw.integer(-1, shape.length - 1) }),
    operands: (draw, { shape, dtype }, { dim }) => {
      const norms = dim === -1 ? shape.map(() => 1) : normsOf(dim, shape);
      return { inputs: [{ shape: isByRow(dim, shape) ? norms : draw.oneOf([norms, shape]), dtype }] };
    },
  },
});
