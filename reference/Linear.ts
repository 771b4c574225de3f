import type { Arithmetic } from './arithmetic.ts';
import { type Equation, weight } from './definition.ts';
import { fill, indices, type Tensor } from './tensor.ts';

/** y[.., o] = Σ_i x[.., i] W[o, i] + b[o]; a bias of one element is that of every output. Source: torch.nn.Linear. */
const affine = (x: Tensor, W: Tensor, b: Tensor | undefined, { add, sumOfProducts }: Arithmetic): Tensor => {
  const [outputs, inputs] = W.shape as [number, number];
  return fill([...x.shape.slice(0, -1), outputs], (index) => {
    const rows = index.slice(0, -1);
    const o = index.at(-1) as number;
    const terms = Array.from(indices([inputs]), ([i]) => [x.at(...rows, i), W.at(o, i)] as const);
    const y = sumOfProducts(terms);
    return b ? add(y, b.at(b.shape[0] === 1 ? 0 : o)) : y;
  });
};

/** Linear, whose weight and bias are its own. */
export const Linear: Equation<{ bias: boolean }> = (call, arithmetic) => {
  const b = call.options.bias ? weight(call, 'bias') : undefined;
  return [affine(call.inputs[0], weight(call, 'weight'), b, arithmetic)];
};

/** linear, which is given its weight and bias. Source: torch.nn.functional.linear. */
export const linear: Equation<unknown> = ({ inputs, named }, arithmetic) => [
  affine(inputs[0], inputs[1] as Tensor, named.bias, arithmetic),
];
