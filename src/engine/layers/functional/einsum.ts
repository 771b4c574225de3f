import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { type Contraction, contractionOf, pairwiseMacs, sizesOf } from '../../contraction.ts';
import { promoted } from '../../elementwise.ts';
import { numel, type Shape, tensor } from '../../tensor.ts';
import { movement } from '../families/movement.ts';

const shapeOf = (labels: readonly string[], sizes: ReadonlyMap<string, number>): Shape =>
  labels.map((label) => sizes.get(label) as number);

const unreadable = (got: string): Complaint => ({
  code: 'option',
  option: 'equation',
  rule: 'it must have as many labels for each input as that has dimensions, and an output made of them',
  got,
});

/**
 * A nest of loops, one for each label: in the innermost, one element of each operand is multiplied, and what the output does
 * not name is summed. PyTorch contracts two operands at a time instead, which for more than two can be less work.
 */
export const einsum = movement({
  kind: 'einsum',
  options: {
    equation: z
      .string()
      .max(1000)
      .regex(/^[A-Za-z., >-]+$/, 'it must consist of letters, "...", "," and "->"'),
  },
  signature: 'equation, *operands',
  tensors: ['operands'],
  spellings: ['torch.einsum'],
  arity: 'list',
  takes: ['number'],
  requires: ({ equation }, inputs) => {
    const contraction = contractionOf(equation, inputs);
    if (!contraction) return unreadable(equation);
    const other = inputs.find(({ dtype }) => dtype !== inputs[0].dtype);
    if (other) return { code: 'dtype', expected: `${inputs[0].dtype}, as the first has`, got: other.dtype };
    const sizes = sizesOf(contraction, inputs);
    return 'code' in sizes ? sizes : undefined;
  },
  outputs: ({ equation }, inputs) => {
    const contraction = contractionOf(equation, inputs) as Contraction;
    const sizes = sizesOf(contraction, inputs) as ReadonlyMap<string, number>;
    return [tensor(shapeOf(contraction.output, sizes), promoted(inputs))];
  },
  storage: 'new',
  formulas: {
    macs: 'contracts * steps',
    multiplications: '(operands - 1) * steps',
    additions: 'steps - y_numel',
  },
  symbols: ({ equation }, inputs) => {
    const contraction = contractionOf(equation, inputs) as Contraction;
    const sizes = sizesOf(contraction, inputs) as ReadonlyMap<string, number>;
    const isSummed = [...sizes.keys()].some((label) => !contraction.output.includes(label));
    return {
      steps: numel([...sizes.values()]),
      operands: inputs.length,
      pairwise: pairwiseMacs(contraction, sizes),
      contracts: isSummed && inputs.length > 1 ? 1 : 0,
    };
  },
  draw: (_, { shape }) => (shape.length === 3 ? { equation: 'bij,bkj->bik' } : undefined),
  generate: {
    ranks: [3],
    operands: (draw, { shape }) => ({
      inputs: [{ shape: [shape[0] as number, draw.integer(1, 6), shape[2] as number] }],
    }),
  },
});
