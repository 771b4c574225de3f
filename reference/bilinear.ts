import type { Arithmetic } from './arithmetic.ts';
import { type Equation, weight } from './definition.ts';
import { fill, indices, type Tensor } from './tensor.ts';

/** y[.., o] = Σ_j (Σ_i x[.., i] A[o, i, j]) z[.., j] + b[o]. Source: torch.nn.Bilinear, y = x₁ᵀ A x₂ + b. */
const form = (x: Tensor, z: Tensor, A: Tensor, b: Tensor | undefined, { add, sumOfProducts }: Arithmetic): Tensor => {
  const [outputs, firsts, seconds] = A.shape as [number, number, number];
  return fill([...x.shape.slice(0, -1), outputs], (index) => {
    const rows = index.slice(0, -1);
    const o = index.at(-1) as number;
    const terms = Array.from(indices([seconds]), ([j]) => {
      const products = Array.from(indices([firsts]), ([i]) => [x.at(...rows, i), A.at(o, i, j)] as const);
      return [sumOfProducts(products), z.at(...rows, j)] as const;
    });
    return b ? add(sumOfProducts(terms), b.at(o)) : sumOfProducts(terms);
  });
};

/** Bilinear, whose weight and bias are its own. */
export const Bilinear: Equation<{ bias: boolean }> = (call, arithmetic) => {
  const b = call.options.bias ? weight(call, 'bias') : undefined;
  return [form(call.inputs[0], call.inputs[1] as Tensor, weight(call, 'weight'), b, arithmetic)];
};

/** bilinear, which is given its weight and bias. Source: torch.nn.functional.bilinear. */
export const bilinear: Equation<unknown> = ({ inputs, named }, arithmetic) => [
  form(inputs[0], inputs[1] as Tensor, inputs[2] as Tensor, named.bias, arithmetic),
];
