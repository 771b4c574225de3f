import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commas, fixed, general, percent, repr, rint, round, scientific } from '../../src/engine/pythonFormat.ts';

describe("numbers in Python's print", () => {
  it('rounds ties to even on the exact binary value', () => {
    expect([0.125, 1.125, 0.375, 2.5, -0.125].map((value) => fixed(value, 2))).toEqual([
      '0.12',
      '1.12',
      '0.38',
      '2.50',
      '-0.12',
    ]);
    expect(fixed(2.5, 0)).toBe('2');
    expect(round(2.675, 2)).toBe(2.67);
    expect(percent(0.000625, 3)).toBe('0.062%');
  });

  it('agrees with toFixed wherever there is no tie', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 4 }), (value, digits) => {
        const isTie = (Math.abs(value) * 10 ** digits * 2) % 2 === 1;
        fc.pre(!isTie);
        expect(fixed(value, digits)).toBe(value.toFixed(digits));
      }),
    );
  });

  it('prints floats as repr does', () => {
    expect([1, 0.1, 1e16, 1.5e-7, 123456789.25, -2, 1e22].map(repr)).toEqual([
      '1.0',
      '0.1',
      '1e+16',
      '1.5e-07',
      '123456789.25',
      '-2.0',
      '1e+22',
    ]);
  });

  it('groups thousands and rounds as NumPy', () => {
    expect([0n, 999n, 1000n, 61264904n, -1234567n].map(commas)).toEqual([
      '0',
      '999',
      '1,000',
      '61,264,904',
      '-1,234,567',
    ]);
    expect([0.5, 1.5, 2.5, 944.5].map(rint)).toEqual([0, 2, 2, 944]);
  });

  it('prints six significant digits as %g and an exponent as %e, ties to even', () => {
    expect([0, 155.14, 999.99, 1234565, 1234575, -5e6, 100000, 0.00012345, 0.000012].map(general)).toEqual([
      '0',
      '155.14',
      '999.99',
      '1.23456e+06',
      '1.23458e+06',
      '-5e+06',
      '100000',
      '0.00012345',
      '1.2e-05',
    ]);
    expect([0, -0, -12345].map((value) => scientific(value, 3))).toEqual(['0.000e+00', '-0.000e+00', '-1.234e+04']);
    expect([1, 12345, 12355, 99996, 9999.5].map((value) => scientific(value, 3))).toEqual([
      '1.000e+00',
      '1.234e+04',
      '1.236e+04',
      '1.000e+05',
      '1.000e+04',
    ]);
  });
});
