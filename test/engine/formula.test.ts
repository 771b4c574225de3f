import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormulaError, formula } from '../../src/engine/index.ts';

describe('formula', () => {
  it('evaluates exactly beyond 2^53', () => {
    expect(formula('a * b + 1').evaluate({ a: 3_000_000_000, b: 3_000_000_000 })).toBe(9_000_000_000_000_000_001n);
  });

  it('substitutes numbers into its own text and typesets it', () => {
    const made = formula('N * Hout * (Cin / g) * floor(K0 / 2)');
    expect(made.substitute({ N: 1, Hout: 5, Cin: 8, g: 2, K0: 3 })).toBe('1 * 5 * (8 / 2) * floor(3 / 2)');
    expect(made.latex).toBe(
      'N \\cdot H_{\\mathrm{out}} \\cdot \\frac{C_{\\mathrm{in}}}{g} \\cdot \\left\\lfloor \\frac{K_{0}}{2} \\right\\rfloor',
    );
    expect(made.names).toEqual(['N', 'Hout', 'Cin', 'g', 'K0']);
  });

  it('refuses a remainder, a zero divisor, an unknown name and anything that is not arithmetic', () => {
    expect(() => formula('a / 2').evaluate({ a: 3 })).toThrow(/leaves a remainder: 3 \/ 2/);
    for (const text of ['1 / a', 'floor(1 / a)', 'ceil(1 / a)'])
      expect(() => formula(text).evaluate({ a: 0 })).toThrow(/divides by zero/);
    expect(() => formula('a + b').evaluate({ a: 1 })).toThrow(/needs a number for "b"/);
    for (const text of ['a ** b', 'a.b', 'f(a)', '1.5', 'a ? b : c', 'floor(a)', 'a +', '"x"', '']) {
      expect(() => formula(text), text).toThrow(FormulaError);
    }
  });

  it('rounds down and up as integers do', () => {
    const integer = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(integer, fc.integer({ min: -50, max: 50 }), (a, b) => {
        fc.pre(b !== 0);
        for (const [text, rounded] of [
          ['floor(a / b)', Math.floor(a / b)],
          ['ceil(a / b)', Math.ceil(a / b)],
        ] as const) {
          expect(formula(text).evaluate({ a, b })).toBe(BigInt(rounded));
          expect(formula(text).evaluateFloat({ a, b })).toBe(rounded);
        }
        expect(formula('a - b').evaluateFloat({ a, b })).toBe(a - b);
      }),
    );
  });

  /** A formula over a, b and c beside what it must give, worked out in bigint. */
  interface Worked {
    readonly text: string;
    readonly value: (symbols: Readonly<Record<string, number>>) => bigint | undefined;
  }
  const { tree } = fc.letrec<{ tree: Worked; binary: Worked }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc
        .constantFrom('a', 'b', 'c')
        .map((name): Worked => ({ text: name, value: (symbols) => BigInt(symbols[name] ?? 0) })),
      fc.nat(1000).map((n): Worked => ({ text: String(n), value: () => BigInt(n) })),
      tie('binary'),
    ),
    binary: fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree')).map(([left, operator, right]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      value: (symbols) => {
        const [x, y] = [left.value(symbols), right.value(symbols)];
        if (x === undefined || y === undefined) return undefined;
        if (operator === '/') return y === 0n || x % y !== 0n ? undefined : x / y;
        return operator === '+' ? x + y : operator === '-' ? x - y : x * y;
      },
    })),
  }));

  it('gives the exact value, as a number only where a number holds it', () => {
    const symbol = fc.oneof(fc.nat(10), fc.nat(2 ** 31 - 1), fc.maxSafeNat());
    fc.assert(
      fc.property(tree, fc.record({ a: symbol, b: symbol, c: symbol }), ({ text, value }, symbols) => {
        const expected = value(symbols);
        const made = formula(text);
        if (expected === undefined) {
          expect(() => made.evaluate(symbols)).toThrow(FormulaError);
          return;
        }
        expect(made.evaluate(symbols)).toBe(expected);
        const given = made.value(symbols);
        expect(BigInt(given)).toBe(expected);
        if (typeof given === 'number') expect(Number.isSafeInteger(given)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('computes in doubles, from left to right, where it is asked to', () => {
    expect(formula('a / b * c').evaluateFloat({ a: 1, b: 3, c: 3 })).toBe(1);
    expect(formula('(1 * (H / h) + 1) * n').evaluateFloat({ H: 7, h: 3, n: 9 })).toBe((7 / 3 + 1) * 9);
  });
});
