/** Arithmetic that counts itself: the only place in which a number of a network can be computed with. */

declare const opaque: unique symbol;

/** A number that only an Arithmetic can compute with, so that no operation escapes the count: `a + b` does not compile. */
export interface Scalar {
  readonly [opaque]: never;
}

/** What was executed, one each. `effective_macs` are the `macs` of which no factor is padding, and whose sum is not cut off. */
export interface Counts {
  macs: number;
  effective_macs: number;
  multiplications: number;
  additions: number;
  comparisons: number;
  divisions: number;
  exponentials: number;
  logarithms: number;
  powers: number;
  tanhs: number;
  sines: number;
  arctangents: number;
  error_functions: number;
  square_roots: number;
}

export interface Arithmetic {
  readonly counts: Readonly<Counts>;
  /** A weight, a buffer or a number of the equation. What follows from constants alone is not work for an input. */
  readonly constant: (value: number) => Scalar;
  /** A number that comes with the input, as the input itself and the state in which a recurrent layer begins. */
  readonly data: (value: number) => Scalar;
  /** An element around the input. It is computed with as any other. */
  readonly padding: (value: number) => Scalar;
  readonly multiply: (a: Scalar, b: Scalar) => Scalar;
  readonly add: (a: Scalar, b: Scalar) => Scalar;
  /** Counts as an addition. */
  readonly subtract: (a: Scalar, b: Scalar) => Scalar;
  readonly divide: (a: Scalar, b: Scalar) => Scalar;
  /** One comparison. */
  readonly maximum: (a: Scalar, b: Scalar) => Scalar;
  /** One comparison. */
  readonly minimum: (a: Scalar, b: Scalar) => Scalar;
  /** One comparison: whether a > b. */
  readonly isGreater: (a: Scalar, b: Scalar) => boolean;
  /** The distance from 0: one comparison. */
  readonly absolute: (a: Scalar) => Scalar;
  readonly exponential: (a: Scalar) => Scalar;
  /** The natural logarithm. */
  readonly logarithm: (a: Scalar) => Scalar;
  /** a to the power of b, where b is no small whole number that products say better. */
  readonly power: (a: Scalar, b: Scalar) => Scalar;
  /** Counts as a sine, as the cosine does. */
  readonly sine: (a: Scalar) => Scalar;
  readonly cosine: (a: Scalar) => Scalar;
  /** The angle of the point (b, a), from -pi to pi: one arctangent. */
  readonly arctangent: (a: Scalar, b: Scalar) => Scalar;
  /** erf(a) = 2 / sqrt(pi) times the integral of exp(-t²) from 0 to a. */
  readonly errorFunction: (a: Scalar) => Scalar;
  readonly tanh: (a: Scalar) => Scalar;
  readonly squareRoot: (a: Scalar) => Scalar;
  /** The same number with the other sign, which is not counted. */
  readonly negative: (a: Scalar) => Scalar;
  /** Σ a: the first term starts the sum. */
  readonly sum: (terms: readonly Scalar[]) => Scalar;
  /** Σ a · b, as in matrix products and convolutions: one MAC for each term. A sum that is cut off is computed as any other. */
  readonly sumOfProducts: (terms: readonly (readonly [Scalar, Scalar])[], isCutOff?: boolean) => Scalar;
  /** The one of the candidates that the data asks for: any of them may be, so all of them take part. */
  readonly choose: (candidates: readonly Scalar[], index: number) => Scalar;
  /** Its number, as for an index or a mask: who asks for it has read it. */
  readonly value: (a: Scalar) => number;
  /** Whether it was read: computed with, asked for, or one that might have been chosen. */
  readonly isRead: (a: Scalar) => boolean;
}

interface Known {
  readonly number: number;
  readonly origin: 'constant' | 'data' | 'padding';
  read: boolean;
}

const seen = (known: Known): Scalar => known as unknown as Scalar;
const open = (scalar: Scalar): Known => scalar as unknown as Known;
const make = (number: number, origin: Known['origin']): Scalar => seen({ number, origin, read: false });

/**
 * The error function in doubles: its Maclaurin series where that converges fast, else the continued fraction of erfc.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14.
 */
export const erf = (x: number): number => {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0) return -erf(-x);
  if (x > 6) return 1;
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = x;
  for (let n = 120; n >= 1; n--) fraction = x + n / 2 / fraction;
  return 1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
};

/** Arithmetic in doubles with counts that start at 0. Source of what is counted: docs/counting.md. */
export const arithmetic = (): Arithmetic => {
  const counts: Counts = {
    macs: 0,
    effective_macs: 0,
    multiplications: 0,
    additions: 0,
    comparisons: 0,
    divisions: 0,
    exponentials: 0,
    logarithms: 0,
    powers: 0,
    tanhs: 0,
    sines: 0,
    arctangents: 0,
    error_functions: 0,
    square_roots: 0,
  };

  const execute = (operation: keyof Counts, number: number, ...operands: readonly Scalar[]): Scalar => {
    let isConstant = true;
    for (const operand of operands) {
      const known = open(operand);
      known.read = true;
      if (known.origin !== 'constant') isConstant = false;
    }
    if (isConstant) return make(number, 'constant');
    counts[operation]++;
    return make(number, 'data');
  };

  /** Its number, by which nothing is read yet. */
  const of = (a: Scalar): number => open(a).number;
  const value = (a: Scalar): number => {
    open(a).read = true;
    return of(a);
  };
  const multiply = (a: Scalar, b: Scalar) => execute('multiplications', of(a) * of(b), a, b);
  const add = (a: Scalar, b: Scalar) => execute('additions', of(a) + of(b), a, b);
  const sum = (terms: readonly Scalar[]) => terms.reduce(add);

  const multiplyAccumulate = (a: Scalar, b: Scalar, isCutOff: boolean): Scalar => {
    const product = multiply(a, b);
    if (open(product).origin !== 'constant') {
      counts.macs++;
      if (!isCutOff && open(a).origin !== 'padding' && open(b).origin !== 'padding') counts.effective_macs++;
    }
    return product;
  };

  return {
    counts,
    constant: (number) => make(number, 'constant'),
    data: (number) => make(number, 'data'),
    padding: (number) => make(number, 'padding'),
    multiply,
    add,
    subtract: (a, b) => execute('additions', of(a) - of(b), a, b),
    divide: (a, b) => execute('divisions', of(a) / of(b), a, b),
    maximum: (a, b) => execute('comparisons', Math.max(of(a), of(b)), a, b),
    minimum: (a, b) => execute('comparisons', Math.min(of(a), of(b)), a, b),
    isGreater: (a, b) => of(execute('comparisons', Number(of(a) > of(b)), a, b)) === 1,
    absolute: (a) => execute('comparisons', Math.abs(of(a)), a),
    logarithm: (a) => execute('logarithms', Math.log(of(a)), a),
    power: (a, b) => execute('powers', of(a) ** of(b), a, b),
    sine: (a) => execute('sines', Math.sin(of(a)), a),
    cosine: (a) => execute('sines', Math.cos(of(a)), a),
    arctangent: (a, b) => execute('arctangents', Math.atan2(of(a), of(b)), a, b),
    errorFunction: (a) => execute('error_functions', erf(of(a)), a),
    exponential: (a) => execute('exponentials', Math.exp(of(a)), a),
    tanh: (a) => execute('tanhs', Math.tanh(of(a)), a),
    squareRoot: (a) => execute('square_roots', Math.sqrt(of(a)), a),
    negative: (a) => {
      open(a).read = true;
      return make(-of(a), open(a).origin);
    },
    sum,
    sumOfProducts: (terms, isCutOff = false) => sum(terms.map(([a, b]) => multiplyAccumulate(a, b, isCutOff))),
    choose: (candidates, index) => {
      for (const candidate of candidates) open(candidate).read = true;
      return make(of(candidates[index] as Scalar), 'data');
    },
    value,
    isRead: (a) => open(a).read,
  };
};
