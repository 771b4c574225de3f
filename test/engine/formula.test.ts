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

  it.each([
    ['f(a)', /calls f in a way/],
    ['floor(a)', /calls floor in a way/],
    ['floor(a * b)', /calls floor in a way/],
    ['floor(a / b, c)', /calls floor in a way/],
    ['ceil()', /calls ceil in a way/],
    ['gcd(a)', /calls gcd in a way/],
    ['gcd(a, b, c)', /calls gcd in a way/],
    ['max()', /calls max in a way/],
    ['max(a / b)', /calls max in a way/],
    ['f(a, b)', /calls f in a way/],
    ['1.5', /holds 1\.5, which is not an integer/],
    ['9007199254740993', /holds 9007199254740993, which is not an integer/],
    ['"x"', /holds "x", which is not an integer/],
    ['a % b', /uses "%", which/],
    ['a.b', /holds a MemberExpression, which/],
    ['a +', /cannot be read: /],
  ])('says what it does not have: %s', (text, message) => {
    expect(() => formula(text as string)).toThrow(message as RegExp);
  });

  it('says it once, and is compiled once for each text', () => {
    expect(() => formula('1.5')).toThrow(/^(FormulaError: )?Formula "1\.5" holds/);
    expect(formula('a * 41')).toBe(formula('a * 41'));
  });

  it('gives the same in floats, but for divisions', () => {
    const symbols = { a: 7, b: 2, c: 12 };
    const floats = (text: string): number => formula(text).evaluateFloat(symbols);
    expect(floats('a / b')).toBe(3.5);
    expect(floats('floor(a / b)')).toBe(3);
    expect(floats('ceil(a / b)')).toBe(4);
    expect(floats('gcd(c, 9 * b)')).toBe(6);
    expect(floats('max(a, b)')).toBe(7);
    expect(floats('max(b, a)')).toBe(7);
    expect(formula('max(b, a)').evaluate(symbols)).toBe(7n);
    expect(formula('max(a, b)').evaluate(symbols)).toBe(7n);
  });

  it.each([
    ['a - (b - c)', 'a - \\left(b - c\\right)'],
    ['a - (b + c)', 'a - \\left(b + c\\right)'],
    ['a - b * c', 'a - b \\cdot c'],
    ['a + (b - c)', 'a + b - c'],
    ['(a + b) * (a - b)', '\\left(a + b\\right) \\cdot \\left(a - b\\right)'],
    ['a * b * c', 'a \\cdot b \\cdot c'],
    ['ceil(a / (b + 1))', '\\left\\lceil \\frac{a}{b + 1} \\right\\rceil'],
    ['gcd(a, b + 1)', '\\gcd\\left(a, b + 1\\right)'],
    ['max(a, b)', '\\max\\left(a, b\\right)'],
    ['heads', '\\mathrm{heads}'],
    ['x_numel', '\\mathrm{x\\_numel}'],
    ['a_b_c', '\\mathrm{a\\_b\\_c}'],
    ['K12', 'K_{12}'],
    ['K_3', 'K_{3}'],
    ['side1', '\\mathrm{side}_{1}'],
    ['W_out', 'W_{\\mathrm{out}}'],
  ])('typesets %s', (text, latex) => {
    expect(formula(text as string).latex).toBe(latex);
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
