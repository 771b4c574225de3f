import { wrongRank } from '../../geometry.ts';
import { defineLayer } from '../../layer.ts';
import type { Tensor } from '../../tensor.ts';
import { drawFirst, formulas, isDrawable, misfit, output, symbols } from '../families/bilinear.ts';

export const bilinear = defineLayer({
  kind: 'bilinear',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html',
  options: () => ({}),
  torch: {
    spellings: ['torch.nn.functional.bilinear', 'torch.bilinear'],
    signature: 'input1, input2, weight, bias=None',
    tensors: ['input1', 'input2', 'weight', 'bias'],
  },
  arity: 3,
  requires: (_, inputs, { bias }) => {
    const weight = inputs[2] as Tensor;
    const rank = wrongRank(weight, [3]);
    if (rank) return rank;
    const [out_features, ...features] = weight.shape as [number, number, number];
    const complaint = misfit(features, inputs);
    if (complaint) return complaint;
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== out_features))
      return { code: 'mismatch', shapes: [weight.shape, bias.shape], rule: `the bias needs ${out_features} elements` };
    const [{ dtype }] = inputs;
    // A bias that is not given has no type, as nothing is found.
    const other = [weight.dtype, bias?.dtype].find((one) => one !== dtype);
    return other && { code: 'dtype', expected: dtype, got: other };
  },
  outputs: (_, inputs) => [output(inputs, (inputs[2] as Tensor).shape[0] as number)],
  symbols: (_, inputs, [y], { bias }) => symbols(inputs, y as Tensor, bias !== undefined),
  formulas,
  generate: {
    ranks: [2, 3, 1, 4],
    options: (_, { shape }) => (!isDrawable(shape) ? undefined : {}),
    input: drawFirst,
    operands: (draw, { shape, dtype }) => {
      const features = draw.integer(1, 6);
      const outputs = draw.integer(1, 6);
      const inputs = [
        { shape: [...shape.slice(0, -1), features], dtype },
        { shape: [outputs, shape.at(-1) as number, features], dtype },
      ];
      return draw.boolean() ? { inputs } : { inputs, named: { bias: { shape: [outputs], dtype } } };
    },
  },
});
