import { describe, expect, it } from 'vitest';
import { arithmetic } from '../../reference/arithmetic.ts';

const nothing = {
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

describe('an arithmetic that counts itself', () => {
  it('counts a sum of K products as K MACs, K multiplications and K - 1 additions', () => {
    const { counts, constant, data, sumOfProducts, value } = arithmetic();
    const pairs = [1, 2, 3, 4].map((n) => [data(n), constant(n)] as const);
    expect(value(sumOfProducts(pairs))).toBe(30);
    expect(counts).toEqual({ ...nothing, macs: 4, effective_macs: 4, multiplications: 4, additions: 3 });
  });

  it('counts products of padding as MACs that are not effective', () => {
    const { counts, constant, data, padding, sumOfProducts } = arithmetic();
    sumOfProducts([
      [data(1), constant(2)],
      [padding(0), constant(3)],
      [constant(4), padding(0)],
    ]);
    expect(counts).toMatchObject({ macs: 3, effective_macs: 1, multiplications: 3 });
  });

  it('counts each other operation as itself, and a subtraction as an addition', () => {
    const { counts, data, ...does } = arithmetic();
    const [a, b] = [data(6), data(4)];
    const results = [
      does.multiply(a, b),
      does.add(a, b),
      does.subtract(a, b),
      does.divide(a, b),
      does.maximum(a, b),
      does.exponential(a),
      does.tanh(a),
      does.squareRoot(b),
      does.negative(a),
      does.minimum(a, b),
      does.absolute(does.negative(b)),
      does.logarithm(a),
      does.power(a, b),
      does.sine(a),
      does.cosine(a),
      does.arctangent(a, b),
    ];
    expect(results.map(does.value)).toEqual([
      24,
      10,
      2,
      1.5,
      6,
      Math.exp(6),
      Math.tanh(6),
      2,
      -6,
      4,
      4,
      Math.log(6),
      1296,
      Math.sin(6),
      Math.cos(6),
      Math.atan2(6, 4),
    ]);
    expect([does.isGreater(a, b), does.isGreater(b, a)]).toEqual([true, false]);
    expect(does.value(does.errorFunction(data(1)))).toBeCloseTo(0.8427007929497149, 15);
    expect(counts).toEqual({
      ...nothing,
      multiplications: 1,
      additions: 2,
      comparisons: 5,
      logarithms: 1,
      powers: 1,
      sines: 2,
      arctangents: 1,
      error_functions: 1,
      divisions: 1,
      exponentials: 1,
      tanhs: 1,
      square_roots: 1,
    });
  });

  it('does not count what follows from constants alone, however far', () => {
    const { counts, constant, data, add, multiply, squareRoot, sumOfProducts, value } = arithmetic();
    const deviation = squareRoot(add(constant(8), constant(1)));
    sumOfProducts([[deviation, constant(2)]]);
    expect(counts).toEqual(nothing);
    expect(value(multiply(data(2), deviation))).toBe(6);
    expect(counts).toEqual({ ...nothing, multiplications: 1 });
  });

  it('remembers what was read: computed with, asked for, or one that might have been chosen', () => {
    const { data, add, negative, value, choose, isRead } = arithmetic();
    const read = { added: data(1), turned: data(2), asked: data(3), chosen: data(4), other: data(5) };
    const idle = data(6);
    add(data(1), read.added);
    negative(read.turned);
    value(read.asked);
    choose([read.chosen, read.other], 0);
    expect(Object.values(read).map(isRead)).toEqual([true, true, true, true, true]);
    expect(isRead(idle)).toBe(false);
  });

  it('hands out numbers that nothing else can compute with', () => {
    const { data } = arithmetic();
    const [a, b] = [data(1), data(2)];
    // @ts-expect-error: a Scalar is no number, or operations could escape the count.
    const escaped = a * b;
    expect(escaped).toBeNaN();
  });
});
