import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { type Contraction, contractionOf, ellipsis, labelsOf, pairwiseMacs, sizesOf } from '../../contraction.ts';
import type { Draw } from '../../generator.ts';
import { numel, type Shape, type Tensor } from '../../tensor.ts';
import { movement } from '../families/movement.ts';
import { contracted, isView } from './contracted.ts';

const unreadable = (got: string): Complaint => ({
  code: 'option',
  option: 'equation',
  rule: 'it must have as many labels for each input as that has dimensions, and an output made of them',
  got,
});

/** For a first operand of so many dimensions: products of matrices, of attention and of vectors, sums, orders. */
const drawnEquations: Readonly<Record<number, readonly [string, ...string[]]>> = {
  2: ['ij,jk->ik', 'ij,kj', '...j,jk->...k', 'ij->ji', 'ij,ij->i', 'ij,jk,kl->il'],
  3: ['bij,bkj->bik', 'bij,bjk', '...ij,...jk->...ik', 'bij,jk->bik', 'bij->bji', 'bij->bi', 'bij,bij->bij', 'bij,j'],
  4: ['bhid,bhjd->bhij', 'bhij,bhjd->bihd', '...ij,jk->...ik', 'nchw->nhwc', 'nchw,c->nchw', 'nchw->nc'],
};

/** Shapes of the operands behind the first, in which each new label has a small size. */
const drawOperands = (draw: Draw, shape: Shape, equation: string): readonly { readonly shape: Shape }[] => {
  const [first, ...others] = (equation.split('->')[0] as string).split(',') as [string, ...string[]];
  const covered = shape.length - first.replace(ellipsis, '').length;
  const labelsIn = (text: string) =>
    labelsOf(text, text.replace(ellipsis, '').length + (text.includes(ellipsis) ? covered : 0)) as readonly string[];
  const sizes = new Map(labelsIn(first).map((label, place) => [label, shape[place] as number]));
  return others.map((text) => ({
    shape: labelsIn(text).map((label) => {
      const size = sizes.get(label) ?? draw.integer(1, 6);
      sizes.set(label, size);
      return size;
    }),
  }));
};

/**
 * A nest of loops, one for each label: in the innermost, one element of each operand is multiplied, and what the output does
 * not name is summed. PyTorch contracts two operands at a time instead, which for more than two can be less work.
 */
export const einsum = movement({
  kind: 'einsum',
  options: () => ({
    equation: z
      .string()
      .max(1000)
      .regex(/^[A-Za-z., >-]+$/, 'it must consist of letters, "...", "," and "->"'),
  }),
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
    if ('code' in sizes) return sizes;
    return contracted(contraction, inputs)
      ? undefined
      : { code: 'dtype', expected: 'int64, as what was summed before', got: inputs[0].dtype };
  },
  outputs: ({ equation }, inputs) => [contracted(contractionOf(equation, inputs) as Contraction, inputs) as Tensor],
  storage: ({ equation }, inputs) => {
    const contraction = contractionOf(equation, inputs);
    return contraction && isView(contraction) ? 'alias' : 'new';
  },
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
  draw: (draw, { shape }) => {
    const equations = drawnEquations[shape.length];
    return equations && { equation: draw.oneOf(equations) };
  },
  generate: {
    ranks: [3, 4, 2],
    operands: (draw, { shape }, { equation }) => ({ inputs: drawOperands(draw, shape, equation) }),
  },
});
