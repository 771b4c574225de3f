/** Functions that compute each element of their output on its own, after broadcasting. Sources: the pages of torch.X. */

import type { Arithmetic, Scalar } from '../arithmetic.ts';
import type { Equation } from '../definition.ts';
import { fill, type Tensor } from '../tensor.ts';

type Options = Readonly<Record<string, unknown>>;
type Element = (arithmetic: Arithmetic, elements: readonly Scalar[], options: Options) => Scalar;

/** A number as options give it: text where JSON has no word for it. */
export const number = (given: unknown): number =>
  given === 'inf' ? Number.POSITIVE_INFINITY : given === '-inf' ? Number.NEGATIVE_INFINITY : Number(given);

/** The shape that all are repeated to. Source: PyTorch's notes on broadcasting. */
export const broadcast = (tensors: readonly Tensor[]): number[] => {
  const dimensions = Math.max(...tensors.map(({ shape }) => shape.length));
  return Array.from(
    { length: dimensions },
    (_, front) => tensors.map(({ shape }) => shape.at(front - dimensions) ?? 1).find((size) => size !== 1) ?? 1,
  );
};

/** a[index], where a dimension of size 1 or a missing one in front is repeated. */
export const repeated = (a: Tensor, index: readonly number[]): Scalar =>
  a.at(...index.slice(index.length - a.shape.length).map((i, dimension) => (a.shape[dimension] === 1 ? 0 : i)));

const each =
  (element: Element): Equation<Options> =>
  ({ options, inputs }, arithmetic) => [
    fill(broadcast(inputs), (index) =>
      element(
        arithmetic,
        inputs.map((input) => repeated(input, index)),
        options,
      ),
    ),
  ];

/** What no arithmetic is: rounding, logic, and whether two elements are equal once they are compared. */
const uncounted = ({ data, value }: Arithmetic, a: Scalar, change: (x: number) => number): Scalar =>
  data(change(value(a)));
const halfEven = (x: number): number => {
  const near = Math.round(x);
  return Math.abs(x % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near;
};

const one = (element: (arithmetic: Arithmetic, x: Scalar) => Scalar): Equation<Options> =>
  each((arithmetic, [x]) => element(arithmetic, x as Scalar));
const rounded = (change: (x: number) => number) => one((arithmetic, x) => uncounted(arithmetic, x, change));

/** One comparison, whatever it asks. */
const compared = (
  { isGreater, data, value }: Arithmetic,
  a: Scalar,
  b: Scalar,
  holds: (x: number, y: number) => boolean,
) => {
  isGreater(a, b);
  return data(Number(holds(value(a), value(b))));
};

const hyperbolic = (sign: 'add' | 'subtract'): Equation<Options> =>
  one((arithmetic, x) => {
    const { exponential, negative, divide, constant } = arithmetic;
    return divide(arithmetic[sign](exponential(x), exponential(negative(x))), constant(2));
  });

/** The other leg of the triangle: sqrt(1 - x²). */
const other = ({ subtract, multiply, squareRoot, constant }: Arithmetic, x: Scalar): Scalar =>
  squareRoot(subtract(constant(1), multiply(x, x)));
/** log(x + sqrt(x² ± 1)). */
const areal = ({ add, multiply, squareRoot, logarithm, constant }: Arithmetic, x: Scalar, one: 1 | -1): Scalar =>
  logarithm(add(x, squareRoot(add(multiply(x, x), constant(one)))));

const unary: Readonly<Record<string, Equation<Options>>> = {
  abs: one(({ absolute }, x) => absolute(x)),
  acos: one((arithmetic, x) => arithmetic.arctangent(other(arithmetic, x), x)),
  acosh: one((arithmetic, x) => areal(arithmetic, x, -1)),
  asin: one((arithmetic, x) => arithmetic.arctangent(x, other(arithmetic, x))),
  asinh: one((arithmetic, x) => areal(arithmetic, x, 1)),
  atan: one(({ arctangent, constant }, x) => arctangent(x, constant(1))),
  atanh: one(({ add, subtract, divide, logarithm, multiply, constant }, x) =>
    multiply(constant(0.5), logarithm(divide(add(constant(1), x), subtract(constant(1), x)))),
  ),
  bitwise_not: rounded((x) => ~x),
  ceil: rounded(Math.ceil),
  cos: one(({ cosine }, x) => cosine(x)),
  cosh: hyperbolic('add'),
  erf: one(({ errorFunction }, x) => errorFunction(x)),
  erfc: one(({ errorFunction, subtract, constant }, x) => subtract(constant(1), errorFunction(x))),
  exp: one(({ exponential }, x) => exponential(x)),
  exp2: one(({ power, constant }, x) => power(constant(2), x)),
  expm1: one(({ exponential, subtract, constant }, x) => subtract(exponential(x), constant(1))),
  floor: rounded(Math.floor),
  frac: one((arithmetic, x) => arithmetic.subtract(x, uncounted(arithmetic, x, Math.trunc))),
  invert: rounded((x) => ~x),
  isfinite: one((arithmetic, x) =>
    compared(arithmetic, arithmetic.absolute(x), arithmetic.constant(Infinity), (a, b) => a < b),
  ),
  isinf: one((arithmetic, x) =>
    compared(arithmetic, arithmetic.absolute(x), arithmetic.constant(Infinity), (a, b) => a === b),
  ),
  isnan: one((arithmetic, x) => compared(arithmetic, x, x, (a) => Number.isNaN(a))),
  log: one(({ logarithm }, x) => logarithm(x)),
  log10: one((arithmetic, x) => uncounted(arithmetic, arithmetic.logarithm(x), (y) => y / Math.LN10)),
  log1p: one(({ logarithm, add, constant }, x) => logarithm(add(constant(1), x))),
  log2: one((arithmetic, x) => uncounted(arithmetic, arithmetic.logarithm(x), (y) => y / Math.LN2)),
  logical_not: rounded((x) => Number(x === 0)),
  neg: one(({ negative }, x) => negative(x)),
  reciprocal: one(({ divide, constant }, x) => divide(constant(1), x)),
  round: rounded(halfEven),
  rsqrt: one(({ divide, squareRoot, constant }, x) => divide(constant(1), squareRoot(x))),
  sign: one(({ isGreater, constant, data }, x) => {
    const [above, below] = [isGreater(x, constant(0)), isGreater(constant(0), x)];
    return data(Number(above) - Number(below));
  }),
  sin: one(({ sine }, x) => sine(x)),
  sinh: hyperbolic('subtract'),
  sqrt: one(({ squareRoot }, x) => squareRoot(x)),
  square: one(({ multiply }, x) => multiply(x, x)),
  tan: one(({ sine, cosine, divide }, x) => divide(sine(x), cosine(x))),
  trunc: rounded(Math.trunc),
};

/** Of a tensor and another one, or a number under the name given. */
const two = (element: (arithmetic: Arithmetic, a: Scalar, b: Scalar, options: Options) => Scalar, name = 'other') =>
  each((arithmetic, [a, b], options) =>
    element(arithmetic, a as Scalar, b ?? arithmetic.constant(number(options[name])), options),
  );

/** A factor of 1 is not multiplied. */
const scaled = ({ multiply, constant }: Arithmetic, a: Scalar, factor: unknown): Scalar =>
  Number(factor ?? 1) === 1 ? a : multiply(constant(Number(factor)), a);

/** x - round(x / y) * y. */
const rest = (toward: (x: number) => number) =>
  two((arithmetic, a, b) => {
    const { subtract, multiply, divide } = arithmetic;
    return subtract(a, multiply(uncounted(arithmetic, divide(a, b), toward), b));
  });

const comparison = (holds: (x: number, y: number) => boolean) =>
  two((arithmetic, a, b) => compared(arithmetic, a, b, holds));
const logic = (holds: (x: number, y: number) => number) =>
  two(({ data, value }, a, b) => data(holds(value(a), value(b))));
const roundings: Readonly<Record<string, (x: number) => number>> = { floor: Math.floor, trunc: Math.trunc };

/** Small powers are products, halves square roots, and negative ones divide 1. */
const pow = two((arithmetic, a, b, { exponent }) => {
  const { constant, multiply, squareRoot, divide, power } = arithmetic;
  const value = exponent === undefined ? Number.NaN : number(exponent);
  if (![-2, -1, -0.5, 0, 0.5, 1, 2, 3].includes(value)) return power(a, b);
  if (value === 0) return constant(1);
  const size = Math.abs(value);
  let made = size === 0.5 ? squareRoot(a) : a;
  for (let time = 1; time < size; time++) made = multiply(made, a);
  return value < 0 ? divide(constant(1), made) : made;
}, 'exponent');

const binary: Readonly<Record<string, Equation<Options>>> = {
  add: two((arithmetic, a, b, { alpha }) => arithmetic.add(a, scaled(arithmetic, b, alpha))),
  atan2: two(({ arctangent }, a, b) => arctangent(a, b)),
  bitwise_and: logic((x, y) => x & y),
  bitwise_or: logic((x, y) => x | y),
  bitwise_xor: logic((x, y) => x ^ y),
  div: two((arithmetic, a, b, { rounding_mode }) => {
    const quotient = arithmetic.divide(a, b);
    const round = roundings[String(rounding_mode)];
    return round ? uncounted(arithmetic, quotient, round) : quotient;
  }),
  eq: comparison((x, y) => x === y),
  floor_divide: two((arithmetic, a, b) => uncounted(arithmetic, arithmetic.divide(a, b), Math.floor)),
  fmax: two(({ maximum }, a, b) => maximum(a, b)),
  fmin: two(({ minimum }, a, b) => minimum(a, b)),
  fmod: rest(Math.trunc),
  ge: comparison((x, y) => x >= y),
  gt: comparison((x, y) => x > y),
  le: comparison((x, y) => x <= y),
  logical_and: logic((x, y) => Number(x !== 0 && y !== 0)),
  logical_or: logic((x, y) => Number(x !== 0 || y !== 0)),
  logical_xor: logic((x, y) => Number((x !== 0) !== (y !== 0))),
  lt: comparison((x, y) => x < y),
  maximum: two(({ maximum }, a, b) => maximum(a, b)),
  minimum: two(({ minimum }, a, b) => minimum(a, b)),
  mul: two(({ multiply }, a, b) => multiply(a, b)),
  ne: comparison((x, y) => x !== y),
  pow,
  rdiv: two(({ divide }, a, b) => divide(b, a)),
  remainder: rest(Math.floor),
  rpow: two(({ power }, a, b) => power(b, a)),
  rsub: two((arithmetic, a, b, { alpha }) => arithmetic.subtract(b, scaled(arithmetic, a, alpha))),
  sub: two((arithmetic, a, b, { alpha }) => arithmetic.subtract(a, scaled(arithmetic, b, alpha))),
};

/** max(least, min(greatest, x)), with the limits that are given. */
const clamp: Equation<Options> = ({ options, inputs: [x], named }, { maximum, minimum, constant }) => {
  const all = [x, ...Object.values(named)];
  const limit = (name: string, index: readonly number[]): Scalar | undefined =>
    named[name]
      ? repeated(named[name], index)
      : options[name] === undefined
        ? undefined
        : constant(number(options[name]));
  return [
    fill(broadcast(all), (index) => {
      const [least, greatest] = [limit('min', index), limit('max', index)];
      const raised = least ? maximum(repeated(x, index), least) : repeated(x, index);
      return greatest ? minimum(raised, greatest) : raised;
    }),
  ];
};

const where: Equation<Options> = ({ options, inputs: [condition], named }, { value, constant, choose }) => [
  fill(broadcast([condition, ...Object.values(named)]), (index) => {
    const either = ['other', 'input'].map((name) =>
      named[name] ? repeated(named[name], index) : constant(number(options[name])),
    );
    return choose(either, value(repeated(condition, index)));
  }),
];

const maskedFill: Equation<Options> = ({ options, inputs }, { value, constant, choose }) => {
  const [x, mask, filling] = inputs as unknown as [Tensor, Tensor, Tensor?];
  const filled = filling ? filling.at() : constant(number(options.value));
  return [
    fill(broadcast([x, mask]), (index) =>
      choose([repeated(x, index), filled], Number(value(repeated(mask, index)) !== 0)),
    ),
  ];
};

export const elementwise: Readonly<Record<string, Equation<Options>>> = {
  ...unary,
  ...binary,
  addcdiv: each((arithmetic, [x, a, b], { value }) =>
    arithmetic.add(x as Scalar, scaled(arithmetic, arithmetic.divide(a as Scalar, b as Scalar), value)),
  ),
  addcmul: each((arithmetic, [x, a, b], { value }) =>
    arithmetic.add(x as Scalar, scaled(arithmetic, arithmetic.multiply(a as Scalar, b as Scalar), value)),
  ),
  clamp,
  clamp_max: two(({ minimum }, a, b) => minimum(a, b), 'max'),
  clamp_min: two(({ maximum }, a, b) => maximum(a, b), 'min'),
  lerp: each(({ add, multiply, subtract, constant }, [x, end, weight], options) =>
    add(x as Scalar, multiply(weight ?? constant(number(options.weight)), subtract(end as Scalar, x as Scalar))),
  ),
  masked_fill: maskedFill,
  where,
};
