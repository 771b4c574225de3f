/** Sums, products and tables of whole numbers of any size are those of bigint. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Exact, plus, Sums, sparse, times } from '../../src/engine/exact.ts';

const most = Number.MAX_SAFE_INTEGER;
const exact: fc.Arbitrary<Exact> = fc.oneof(
  fc.nat(9),
  fc.constantFrom(most, most - 1, 2 ** 26, 2 ** 27),
  fc.maxSafeNat(),
  fc.bigInt(0n, 2n ** 80n),
);

describe('exact', () => {
  it('adds and multiplies as bigint does, in numbers where they hold it', () => {
    fc.assert(
      fc.property(exact, exact, (a, b) => {
        expect(BigInt(plus(a, b))).toBe(BigInt(a) + BigInt(b));
        expect(BigInt(times(a, b))).toBe(BigInt(a) * BigInt(b));
      }),
    );
    expect(plus(most - 1, 1)).toBe(most);
    expect(plus(most, 1)).toBe(BigInt(most) + 1n);
    expect(times(2, 3)).toBe(6);
    expect(times(2 ** 27, 2 ** 27)).toBe(2n ** 54n);
  });

  it('sums columns of which most are 0', () => {
    const rows = fc.array(fc.tuple(exact, fc.constantFrom<Exact>(0), exact), { maxLength: 6 });
    fc.assert(
      fc.property(rows, (given) => {
        const sums = Sums.ofZeros(3);
        for (const cells of given) sums.add(sparse(cells.map((value, column) => [column, value])));
        for (const column of [0, 1, 2]) {
          const wanted = given.reduce((sum, cells) => sum + BigInt(cells[column] as Exact), 0n);
          expect(sums.of(column)).toBe(wanted);
        }
      }),
    );
    const large = Sums.ofZeros(1);
    for (const value of [most, 2, 1]) large.add(sparse([[0, value]]));
    const more = large.copy();
    for (const value of [most, 5]) more.add(sparse([[0, value]]));
    expect([more.of(0), large.of(0)]).toEqual([2n * BigInt(most) + 8n, BigInt(most) + 3n]);
    const figures = [
      [1, 7],
      [2, 0],
      [4, 2n ** 60n],
    ] as const;
    expect(sparse(figures).columns).toEqual([1, 4]);
    expect([...sparse(figures).numbers]).toEqual([7, Number.NaN]);
  });
});
