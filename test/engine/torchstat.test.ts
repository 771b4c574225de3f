/** The last row of torchstat's table, as its report with pandas 1.5.3 writes it. */

import { expect, it } from 'vitest';
import { totalRow } from '../../src/engine/conventions/torchstat/totalRow.ts';

type Five = readonly [params: bigint, madd: bigint, flops: bigint, mem_read: bigint, mem_write: bigint];

const rowOf = (...modules: readonly Five[]): readonly string[] => {
  const sum = (place: number): bigint => modules.reduce((all, module) => all + (module[place] as bigint), 0n);
  const rows = modules.map(([params, , , mem_read, mem_write]) => ({ params, mem_read, mem_write }));
  const sums = { params: sum(0), madd: sum(1), flops: sum(2), mem_read_write: sum(3) + sum(4), memory: '1.00' };
  return Object.values(totalRow(rows, sums));
};

it('says of memory what the last module moves, and in all what all do', () => {
  expect(rowOf([650n, 25400n, 12500n, 3000n, 4000n], [0n, 0n, 900n, 3600n, 900n])).toEqual([
    '650.0',
    '1.00',
    '25,400.0',
    '13,400.0',
    '3600.0',
    '900.0',
    '11500.0',
  ]);
});

it('is in powers of ten in a column that has a number of ten digits, and from 1e16 on', () => {
  expect(rowOf([999999999n, 10n ** 16n - 1n, 10n ** 16n, 999999999n, 1n], [1n, 0n, 0n, 5n, -7n])).toEqual([
    '1.000000e+09',
    '1.00',
    '1e+16',
    '1e+16',
    '5.0',
    '-7.0',
    '1.000000e+09',
  ]);
  expect(rowOf([999999998n, 10n ** 16n - 2n, 123n, -1073741824n, 2147483647n], [1n, 2n, 0n, -999999999n, 0n])).toEqual([
    '999999999.0',
    '1.00',
    '1e+16',
    '123.0',
    '-1.000000e+09',
    '0.000000e+00',
    '7.374182e+07',
  ]);
});
