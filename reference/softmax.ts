/** Kinds that weigh the elements of a row against each other, and the gate. */

import { sigmoid } from './activations.ts';
import type { Arithmetic, Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { fill, indices, type Tensor, tensor } from './tensor.ts';

interface Options {
  readonly dim?: number | null;
}

/** Without a dimension the first of 0, 1 or 3, else the second. Source: torch.nn.functional.softmax. */
const usual = (dimensions: number): number => ([0, 1, 3].includes(dimensions) ? 0 : 1);

const front = (dim: number, { shape }: Tensor): number => (dim < 0 ? dim + shape.length : dim);

/** y_i = exp(x_i) / Σ_j exp(x_j) along one dimension. Source: torch.nn.Softmax. */
const along = (x: Tensor, dim: number, { exponential, sum, divide }: Arithmetic): Tensor => {
  // A scalar is a row of one.
  const shape = x.shape.length === 0 ? [1] : x.shape;
  const exponentials = tensor(shape, x.elements.map(exponential));
  const sums = new Map<string, Scalar>();
  for (const place of indices(shape.with(dim, 1))) {
    const row = Array.from({ length: shape[dim] as number }, (_, i) => exponentials.at(...place.with(dim, i)));
    sums.set(place.join(), sum(row));
  }
  return tensor(
    x.shape,
    Array.from(indices(shape), (index) =>
      divide(exponentials.at(...index), sums.get(index.with(dim, 0).join()) as Scalar),
    ),
  );
};

const dimensionOf = ({ dim }: Options, x: Tensor): number => Math.max(front(dim ?? usual(x.shape.length), x), 0);

export const Softmax: Equation<Options> = ({ options, inputs: [x] }, arithmetic) => [
  along(x, dimensionOf(options, x), arithmetic),
];

/** A softmax over the channels. Source: torch.nn.Softmax2d. */
export const Softmax2d: Equation<unknown> = ({ inputs: [x] }, arithmetic) => [along(x, x.shape.length - 3, arithmetic)];

/** The softmax of -x. Source: torch.nn.Softmin. */
export const Softmin: Equation<Options> = ({ options, inputs: [x] }, arithmetic) => [
  along(tensor(x.shape, x.elements.map(arithmetic.negative)), dimensionOf(options, x), arithmetic),
];

/** log(exp(x_i) / Σ_j exp(x_j)). Source: torch.nn.LogSoftmax. */
export const LogSoftmax: Equation<Options> = ({ options, inputs: [x] }, arithmetic) => [
  tensor(x.shape, along(x, dimensionOf(options, x), arithmetic).elements.map(arithmetic.logarithm)),
];

/** a · 1 / (1 + exp(-b)), where a is the first half along `dim` and b the second. Source: torch.nn.GLU. */
export const GLU: Equation<{ readonly dim: number }> = ({ options, inputs: [x] }, arithmetic) => {
  const dim = front(options.dim, x);
  const half = (x.shape[dim] as number) / 2;
  return [
    fill(x.shape.with(dim, half), (index) =>
      arithmetic.multiply(x.at(...index), sigmoid(x.at(...index.with(dim, (index[dim] as number) + half)), arithmetic)),
    ),
  ];
};

/** Each under the names of its module and its function. */
export const softmaxes = {
  GLU,
  glu: GLU,
  LogSoftmax,
  log_softmax: LogSoftmax,
  Softmax,
  softmax: Softmax,
  Softmax2d,
  Softmin,
  softmin: Softmin,
} as const;
