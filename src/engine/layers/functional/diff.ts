/** How elements differ from those before them along a dimension, as often in a row as asked for. */

import { counted } from '../../dimensions.ts';
import { elementwise } from '../../elementwise.ts';
import { defineLayer, type Inputs, type Named } from '../../layer.ts';
import { dimension, natural } from '../../options.ts';
import { numel, type Shape, type Tensor } from '../../tensor.ts';
import { inARow, misfit } from './joins.ts';
import { copied, drawDim, lines } from './order.ts';

/** The input with what is put before and behind it along the dimension. */
const joined = ([input]: Inputs, { prepend, append }: Named, dim: number): Tensor =>
  prepend || append
    ? inARow([prepend, input, append].filter((part) => part !== undefined) as [Tensor, ...Tensor[]], dim)
    : input;

/** PyTorch takes all but the last elements from all but the first: two views that lie in memory as the whole does. */
const difference = (input: Tensor, dim: number): Tensor => {
  const { shape, dtype } = input;
  const part = { ...input, shape: shape.with(counted(dim, shape.length), lines(dim, shape) - 1) };
  return elementwise([part, part], dtype);
};

/** Source: diff in torch 2.15, aten/src/ATen/native/ReduceOps.cpp. */
export const diff = defineLayer({
  kind: 'diff',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.diff.html',
  options: () => ({ n: natural.default(1), dim: dimension.default(-1) }),
  torch: {
    spellings: ['torch.diff', 'torch.Tensor.diff'],
    signature: 'input, n=1, dim=-1, prepend=None, append=None',
    tensors: ['input', 'prepend', 'append'],
  },
  takes: ['any'],
  requires: ({ n, dim }, [input], named) => {
    const { shape } = input;
    if (shape.length === 0) return { code: 'rank', expected: [1, 2, 3], shape };
    const others = Object.values(named);
    // Without any difference to compute, the dimension is not looked at.
    if (n === 0 && others.length === 0) return undefined;
    return misfit([input, ...others], dim);
  },
  outputs: ({ n, dim }, inputs, named) => {
    if (n === 0) return [copied(inputs[0])];
    let made = joined(inputs, named, dim);
    for (let step = Math.min(n, lines(dim, made.shape)); step > 0; step--) made = difference(made, dim);
    return [made];
  },
  unread: ({ n }, named) => (n === 0 ? Object.keys(named) : []),
  // Of truth values it tells which are not as the one before: nothing is subtracted.
  symbols: ({ n, dim }, inputs, _outputs, named) => {
    const { shape, dtype } = joined(inputs, named, dim);
    const length = lines(dim, shape);
    return { length, lanes: numel(shape) / length, order: dtype === 'bool' ? 0 : Math.min(n, length) };
  },
  formulas: { additions: 'lanes * order * (2 * length - order - 1) / 2' },
  generate: {
    ranks: [4, 3, 2],
    options: (draw, input) => {
      const along = drawDim(draw, input);
      const size = along ? lines(along.dim, input.shape) : 1;
      return along && { ...along, n: size < 2 ? 0 : draw.integer(1, Math.min(3, size - 1)) };
    },
    operands: (draw, { shape, dtype }, { dim }) => {
      const part = (): { readonly shape: Shape; readonly dtype: typeof dtype } => ({
        shape: shape.with(counted(dim, shape.length), draw.integer(1, 2)),
        dtype,
      });
      const which = draw.integer(0, 5);
      return {
        named: { ...(which % 3 === 1 ? { prepend: part() } : {}), ...(which > 3 ? { append: part() } : {}) },
      };
    },
  },
});
