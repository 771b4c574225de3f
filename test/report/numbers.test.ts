import { describe, expect, it } from 'vitest';
import { grouped, isCount, mebibytes, ratio, rounded, signed } from '../../src/report/numbers.ts';

describe('numbers', () => {
  it('sets thousands apart, and leaves what is no count alone', () => {
    expect(grouped('861301280')).toBe('861,301,280');
    expect(grouped('-1234')).toBe('-1,234');
    expect(grouped('4.98MB')).toBe('4.98MB');
    expect(grouped('123456789012345678901234567890')).toBe('123,456,789,012,345,678,901,234,567,890');
    expect(isCount('1.0')).toBe(false);
  });

  it('shows a sign', () => {
    expect([signed('5'), signed('0'), signed('-1000')]).toEqual(['+5', '+0', '-1,000']);
  });

  it.each([
    ['61264904', '61.26M'],
    ['34848', '34.85k'],
    ['999', '999'],
    ['999999', '1.00M'],
    ['2000000000', '2.00G'],
    ['0', '0'],
  ])('rounds %s to %s', (figure, text) => expect(rounded(figure)).toBe(text));

  it.each([
    ['1', '1', '1.00'],
    ['8', '1', '0.125'],
    ['3', '2', '0.667'],
    ['1000', '1', '0.00100'],
    ['1', '1234567', '1234567'],
    ['2', '25', '12.5'],
    ['1000', '9999', '10.0'],
    ['1000', '999', '0.999'],
    ['100000000000000000000', '200000000000000000001', '2.00'],
    ['7', '0', '0'],
    ['0', '7', undefined],
    ['1.5', '7', undefined],
  ])('b / a of %s and %s is %s', (a, b, text) => expect(ratio(a, b)).toBe(text));

  it('says bytes in MiB', () => {
    expect(mebibytes('245059616')).toBe('233.71 MiB');
  });
});
