import { expect, it } from 'vitest';
import { quotient } from '../../src/engine/doubles.ts';

it('divides as Python divides whole numbers: the nearest double, not one that is rounded twice', () => {
  expect(quotient(7n, 2)).toBe(3.5);
  expect(quotient(2n ** 53n + 1n, 1)).toBe(2 ** 53);
  // What (2**54 + 2) / 4 is; the doubles nearest to both are 2**54 and 4.
  expect(quotient(2n ** 54n + 2n, 4)).toBe(2 ** 52 + 0.5);
  expect(quotient(3n * 2n ** 60n + 1n, 3)).toBe(2 ** 60);
});
