/** Activations that compute each element by itself. Where an equation chooses between two terms, both are computed. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { fill } from './tensor.ts';

/** y of one x. */
type OfElement<Options> = (x: Scalar, options: Options, arithmetic: Arithmetic) => Scalar;

const elementwise =
  <Options>(equation: OfElement<Options>): Equation<Options> =>
  ({ options, inputs: [x] }, arithmetic) => [fill(x.shape, (index) => equation(x.at(...index), options, arithmetic))];

/** min(max(x, least), most) */
const clamp = (x: Scalar, least: number, most: number, { constant, minimum, maximum }: Arithmetic): Scalar =>
  minimum(maximum(x, constant(least)), constant(most));

/** 1 / (1 + exp(-x)). Source: torch.nn.Sigmoid. */
export const sigmoid = (x: Scalar, { constant, divide, add, exponential, negative }: Arithmetic): Scalar =>
  divide(constant(1), add(constant(1), exponential(negative(x))));

/** alpha · (exp(x) - 1) */
const exponentialLess1 = (x: Scalar, alpha: number, { constant, multiply, subtract, exponential }: Arithmetic) =>
  multiply(constant(alpha), subtract(exponential(x), constant(1)));

/** max(0, x) + min(0, alpha · (exp(x / alpha) - 1)). Source: torch.nn.CELU. */
export const CELU = elementwise<{ alpha: number }>((x, { alpha }, arithmetic) => {
  const { constant, add, divide, maximum, minimum } = arithmetic;
  const low = exponentialLess1(divide(x, constant(alpha)), alpha, arithmetic);
  return add(maximum(constant(0), x), minimum(constant(0), low));
});

/** x, if x > 0, else alpha · (exp(x) - 1). Source: torch.nn.ELU. */
export const ELU = elementwise<{ alpha: number }>((x, { alpha }, arithmetic) => {
  const low = exponentialLess1(x, alpha, arithmetic);
  return arithmetic.isGreater(x, arithmetic.constant(0)) ? x : low;
});

/** 0.5 · x · (1 + erf(x / √2)), or 0.5 · x · (1 + tanh(√(2 / π) · (x + 0.044715 · x³))). Source: torch.nn.GELU. */
export const GELU = elementwise<{ approximate: string }>((x, { approximate }, arithmetic) => {
  const { constant, multiply, add, divide, tanh, errorFunction } = arithmetic;
  const half = multiply(constant(0.5), x);
  if (approximate === 'none') return multiply(half, add(constant(1), errorFunction(divide(x, constant(Math.SQRT2)))));
  const cube = multiply(multiply(x, x), x);
  const inner = multiply(constant(Math.sqrt(2 / Math.PI)), add(x, multiply(constant(0.044715), cube)));
  return multiply(half, add(constant(1), tanh(inner)));
});

/** x, if |x| > lambd, else 0. Source: torch.nn.Hardshrink. */
export const Hardshrink = elementwise<{ lambd: number }>((x, { lambd }, { constant, absolute, isGreater }) =>
  isGreater(absolute(x), constant(lambd)) ? x : constant(0),
);

/** min(max(x / 6 + 1 / 2, 0), 1). Source: torch.nn.Hardsigmoid. */
export const Hardsigmoid = elementwise<unknown>((x, _, arithmetic) => {
  const { constant, add, divide } = arithmetic;
  return clamp(add(divide(x, constant(6)), constant(0.5)), 0, 1, arithmetic);
});

/** x · min(max(x + 3, 0), 6) / 6. Source: arXiv:1905.02244, section 5.2. */
export const Hardswish = elementwise<unknown>((x, _, arithmetic) => {
  const { constant, add, multiply, divide } = arithmetic;
  return divide(multiply(x, clamp(add(x, constant(3)), 0, 6, arithmetic)), constant(6));
});

/** min(max(x, min_val), max_val). Source: torch.nn.Hardtanh. */
export const Hardtanh = elementwise<{
  min_val: number;
  max_val: number;
  min_value?: number | null;
  max_value?: number | null;
}>((x, { min_val, max_val, min_value, max_value }, arithmetic) =>
  clamp(x, min_value ?? min_val, max_value ?? max_val, arithmetic),
);

/** min(max(0, x), 6). Source: torch.nn.ReLU6. */
export const ReLU6 = elementwise<unknown>((x, _, arithmetic) => clamp(x, 0, 6, arithmetic));

/** x, if x ≥ 0, else slope · x. */
const leaky = (x: Scalar, slope: Scalar, { constant, multiply, isGreater }: Arithmetic): Scalar => {
  const low = multiply(slope, x);
  return isGreater(constant(0), x) ? low : x;
};

/** Source: torch.nn.LeakyReLU. */
export const LeakyReLU = elementwise<{ negative_slope: number }>((x, { negative_slope }, arithmetic) =>
  leaky(x, arithmetic.constant(negative_slope), arithmetic),
);

/** The slope is the mean of both bounds, in evaluation mode. Source: torch.nn.RReLU. */
export const RReLU = elementwise<{ lower: number; upper: number }>((x, { lower, upper }, arithmetic) =>
  leaky(x, arithmetic.constant((lower + upper) / 2), arithmetic),
);

/** The slope is learnt: one for all elements or one for each channel. Source: torch.nn.PReLU. */
export const PReLU: Equation<unknown> = ({ inputs: [x, given], weights }, arithmetic) => {
  const weight = (weights.weight ?? given) as typeof x;
  const slopeAt = (index: readonly number[]) => weight.elements[weight.elements.length > 1 ? (index[1] as number) : 0];
  return [fill(x.shape, (index) => leaky(x.at(...index), slopeAt(index) as Scalar, arithmetic))];
};

/** log(1 / (1 + exp(-x))). Source: torch.nn.LogSigmoid. */
export const LogSigmoid = elementwise<unknown>((x, _, arithmetic) => arithmetic.logarithm(sigmoid(x, arithmetic)));

/** x · tanh(log(1 + exp(x))). Source: torch.nn.Mish. */
export const Mish = elementwise<unknown>((x, _, { constant, multiply, tanh, logarithm, add, exponential }) =>
  multiply(x, tanh(logarithm(add(constant(1), exponential(x))))),
);

/** scale · (max(0, x) + min(0, alpha · (exp(x) - 1))), with both numbers as the page has them. Source: torch.nn.SELU. */
export const SELU = elementwise<unknown>((x, _, arithmetic) => {
  const { constant, add, multiply, maximum, minimum } = arithmetic;
  const low = exponentialLess1(x, 1.6732632423543772, arithmetic);
  return multiply(constant(1.0507009873554805), add(maximum(constant(0), x), minimum(constant(0), low)));
});

/** Source: torch.nn.SiLU. */
export const SiLU = elementwise<unknown>((x, _, arithmetic) => arithmetic.multiply(x, sigmoid(x, arithmetic)));

/** Source: torch.nn.Sigmoid. */
export const Sigmoid = elementwise<unknown>((x, _, arithmetic) => sigmoid(x, arithmetic));

/** x, if beta · x > threshold, else log(1 + exp(beta · x)) · (1 / beta). Source: torch.nn.Softplus. */
export const Softplus = elementwise<{ beta: number; threshold: number }>((x, { beta, threshold }, arithmetic) => {
  const { constant, multiply, add, exponential, logarithm, isGreater } = arithmetic;
  const scaled = multiply(constant(beta), x);
  const smooth = multiply(constant(1 / beta), logarithm(add(constant(1), exponential(scaled))));
  return isGreater(scaled, constant(threshold)) ? x : smooth;
});

/** x - min(max(x, -lambd), lambd). Source: torch.nn.Softshrink. */
export const Softshrink = elementwise<{ lambd: number }>((x, { lambd }, arithmetic) =>
  arithmetic.subtract(x, clamp(x, -lambd, lambd, arithmetic)),
);

/** x / (1 + |x|). Source: torch.nn.Softsign. */
export const Softsign = elementwise<unknown>((x, _, { constant, add, divide, absolute }) =>
  divide(x, add(constant(1), absolute(x))),
);

/** Source: torch.nn.Tanh. */
export const Tanh = elementwise<unknown>((x, _, { tanh }) => tanh(x));

/** x - tanh(x). Source: torch.nn.Tanhshrink. */
export const Tanhshrink = elementwise<unknown>((x, _, { tanh, subtract }) => subtract(x, tanh(x)));

/** x, if x > threshold, else value. Source: torch.nn.Threshold. */
export const Threshold = elementwise<{ threshold: number; value: number }>(
  (x, { threshold, value }, { constant, isGreater }) => (isGreater(x, constant(threshold)) ? x : constant(value)),
);

/** Each under the names of its module and its function. */
export const activations = {
  CELU,
  celu: CELU,
  ELU,
  elu: ELU,
  GELU,
  gelu: GELU,
  Hardshrink,
  hardshrink: Hardshrink,
  Hardsigmoid,
  hardsigmoid: Hardsigmoid,
  Hardswish,
  hardswish: Hardswish,
  Hardtanh,
  hardtanh: Hardtanh,
  LeakyReLU,
  leaky_relu: LeakyReLU,
  LogSigmoid,
  logsigmoid: LogSigmoid,
  Mish,
  mish: Mish,
  PReLU,
  prelu: PReLU,
  RReLU,
  rrelu: RReLU,
  ReLU6,
  relu6: ReLU6,
  SELU,
  selu: SELU,
  SiLU,
  silu: SiLU,
  Sigmoid,
  sigmoid: Sigmoid,
  Softplus,
  softplus: Softplus,
  Softshrink,
  softshrink: Softshrink,
  Softsign,
  softsign: Softsign,
  Tanh,
  tanh: Tanh,
  Tanhshrink,
  tanhshrink: Tanhshrink,
  Threshold,
  threshold: Threshold,
} as const;
