import { wrongRank } from '../../geometry.ts';
import { defineLayer } from '../../layer.ts';
import { numel, type Tensor, tensor } from '../../tensor.ts';

export const linear = defineLayer({
  kind: 'linear',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html',
  options: () => ({}),
  torch: {
    spellings: ['torch.nn.functional.linear'],
    signature: 'input, weight, bias=None',
    tensors: ['input', 'weight', 'bias'],
  },
  arity: 2,
  requires: (_, [input, weight], { bias }) => {
    const { shape, dtype } = weight as Tensor;
    const rank = wrongRank(weight as Tensor, [2]);
    if (rank) return rank;
    if (input.shape.length === 0) return { code: 'rank', expected: [1, 2, 3, 4], shape: input.shape };
    if (input.shape.at(-1) !== shape[1])
      return { code: 'mismatch', shapes: [input.shape, shape], rule: 'their last dimensions must be equal' };
    const isBias = bias === undefined || (bias.shape.length === 1 && [1, shape[0]].includes(bias.shape[0]));
    if (!isBias)
      return { code: 'mismatch', shapes: [shape, bias.shape], rule: `the bias needs ${shape[0]} elements, or one` };
    // A bias that is not given has no type, as nothing is found.
    const other = [dtype, bias?.dtype].find((one) => one !== input.dtype);
    return other && { code: 'dtype', expected: input.dtype, got: other };
  },
  outputs: (_, [input, weight]) => [
    tensor([...input.shape.slice(0, -1), (weight as Tensor).shape[0] as number], input.dtype),
  ],
  symbols: (_, [{ shape }, weight], __, { bias }) => ({
    F: numel(shape.slice(0, -1)),
    Cin: shape.at(-1) as number,
    Cout: (weight as Tensor).shape[0] as number,
    bias: bias ? 1 : 0,
  }),
  formulas: {
    macs: 'F * Cin * Cout',
    multiplications: 'F * Cin * Cout',
    additions: 'F * Cout * (Cin - 1 + bias)',
  },
  generate: {
    ranks: [2, 3, 1, 4],
    options: (_, { shape }) => (shape.length === 0 ? undefined : {}),
    operands: (draw, { shape, dtype }) => {
      const rows = draw.integer(1, 12);
      const inputs = [{ shape: [rows, shape.at(-1) as number], dtype }];
      const bias = { shape: [draw.integer(0, 4) === 4 ? 1 : rows], dtype };
      return draw.boolean() ? { inputs } : { inputs, named: { bias } };
    },
  },
});
