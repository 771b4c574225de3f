import type { Arithmetic, Scalar } from './arithmetic.ts';
import { type Equation, weight } from './definition.ts';
import { fill, indices, type Tensor } from './tensor.ts';

export interface Norm {
  readonly max_norm: number | null;
  readonly norm_type: number;
}

/** Rows whose p-norm is larger than `max_norm` are made that long: w · m / (‖w‖ + 1e-7). Source: torch.nn.functional.embedding. */
export const shortened = (W: Tensor, { max_norm, norm_type }: Norm, arithmetic: Arithmetic): Tensor => {
  if (max_norm === null) return W;
  const { constant, absolute, power, sum, isGreater, multiply, divide, add } = arithmetic;
  const [rows, columns] = W.shape as [number, number];
  const [most, p] = [constant(max_norm), constant(norm_type)];
  const scales = Array.from(indices([rows]), ([v]): Scalar | undefined => {
    const powers = Array.from(indices([columns]), ([e]) => power(absolute(W.at(v, e)), p));
    const norm = power(sum(powers), divide(constant(1), p));
    return isGreater(norm, most) ? divide(most, add(norm, constant(1e-7))) : undefined;
  });
  return fill(W.shape as [number, number], ([v, e]) => {
    const scale = scales[v];
    return scale ? multiply(W.at(v, e), scale) : W.at(v, e);
  });
};

/** y[.., e] = W[x[..], e]: any row may be asked for, so all of the table takes part. */
const rows = (x: Tensor, W: Tensor, { choose, value }: Arithmetic): Tensor => {
  const [count, columns] = W.shape as [number, number];
  return fill([...x.shape, columns], (index) => {
    const e = index.at(-1) as number;
    const column = Array.from(indices([count]), ([v]) => W.at(v, e));
    return choose(column, value(x.at(...index.slice(0, -1))));
  });
};

/** Embedding, whose table is its own. Source: torch.nn.Embedding. */
export const Embedding: Equation<Norm> = (call, arithmetic) => {
  const W = weight(call, 'weight');
  return [rows(call.inputs[0], shortened(W, call.options, arithmetic), arithmetic)];
};

/** embedding, which is given its table. Source: torch.nn.functional.embedding. */
export const embedding: Equation<unknown> = ({ inputs }, arithmetic) => [
  rows(inputs[0], inputs[1] as Tensor, arithmetic),
];

/** 1 at the place that the index says, 0 elsewhere. Source: torch.nn.functional.one_hot. */
export const oneHot: Equation<{ num_classes: number }> = ({ options, inputs: [x] }, { constant, value }) => [
  fill([...x.shape, options.num_classes], (index) =>
    constant(value(x.at(...index.slice(0, -1))) === index.at(-1) ? 1 : 0),
  ),
];
