/** The fast way of a formula gives its exact value or nothing, and gives it wherever doubles hold every step. */

import fc from 'fast-check';
import jsep from 'jsep';
import { describe, expect, it } from 'vitest';
import { fast } from '../../src/engine/fast.ts';
import { FormulaError, formula, type Symbols } from '../../src/engine/index.ts';

const most = Number.MAX_SAFE_INTEGER;
const quick = (text: string, symbols: Symbols): number => fast(jsep(text))(symbols);

const exactly = (text: string, symbols: Symbols): bigint | undefined => {
  try {
    return formula(text).evaluate(symbols);
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
};

const texts = [
  'a + b',
  'a - b',
  'a * b',
  'a / b',
  'floor(a / b)',
  'ceil(a / b)',
  '2 * a + floor(b / 3)',
  '(a - b) / 2',
];
const number = fc.oneof(fc.nat(9), fc.integer({ min: -9, max: 9 }), fc.constantFrom(most, most - 1, -most, 2 ** 27));

describe('fast', () => {
  it('gives the exact value or nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), number, number, (text, a, b) => {
        const value = quick(text, { a, b });
        if (!Number.isNaN(value)) expect(BigInt(value)).toBe(exactly(text, { a, b }));
      }),
    );
  });

  it('gives a value wherever there is one that is small, and rounds nothing below 0', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(99), fc.nat(99), (text, a, b) => {
        const wanted = exactly(text, { a, b });
        expect(quick(text, { a, b })).toBe(wanted === undefined ? Number.NaN : Number(wanted));
      }),
    );
    for (const text of ['floor(a / b)', 'ceil(a / b)'])
      for (const [a, b] of [
        [-3, 2],
        [3, -2],
        [3, 0],
      ] as const)
        expect(quick(text, { a, b })).toBe(Number.NaN);
  });

  it('gives nothing where a double may not hold a step, where a name has no number, or where it does not know the form', () => {
    expect(quick('ceil(a / b)', { a: 0, b: 2 })).toBe(0);
    expect(quick('a + 1', { a: most - 1 })).toBe(most);
    expect(quick('a + 1', { a: most })).toBe(Number.NaN);
    expect(quick('0 - a', { a: most })).toBe(-most);
    expect(quick('0 - a - 1', { a: most })).toBe(Number.NaN);
    expect(quick('a', { a: 3n })).toBe(Number.NaN);
    expect(quick('a', {})).toBe(Number.NaN);
    for (const text of [
      'gcd(a, b)',
      '1 + max(a, b)',
      'max(a, b) + 1',
      'floor(max(a, b) / 2)',
      'floor(2 / max(a, b))',
      'floor()',
    ])
      expect(quick(text, { a: 1, b: 2 })).toBe(Number.NaN);
  });

  it('gives nothing on a page that forbids code from text', () => {
    const before = globalThis.Function;
    try {
      globalThis.Function = (() => {
        throw new EvalError('forbidden');
      }) as unknown as FunctionConstructor;
      expect(quick('a + 1', { a: 1 })).toBe(Number.NaN);
    } finally {
      globalThis.Function = before;
    }
  });
});
