/**
 * The last row of the table that torchstat prints. Its MemRead and MemWrite are those of the module before it, by which the
 * loop over the modules has left their names. Source: torchstat 0.0.7, torchstat/reporter.py; pandas 1.5.3, FloatArrayFormatter.
 */

import { fixedCommas, repr, scientific } from '../../pythonFormat.ts';

/** Above so many characters with the sign's place, pandas writes a column with large values in powers of ten. */
const longest = 12;

/** The last value of a column of whole floats, written as all of the column are. */
const lastOf = (column: readonly number[]): string => {
  const last = column.at(-1) as number;
  const isLong = column.some((value) => ` ${Math.abs(value)}.0`.length > longest);
  return isLong ? scientific(last, 6) : `${last}.0`;
};

/** `'{:,}'.format(value)` of a whole float. */
const withCommas = (value: number): string => (Math.abs(value) < 1e16 ? fixedCommas(value, 1) : repr(value));

export interface Moved {
  readonly params: bigint;
  readonly mem_read: bigint;
  readonly mem_write: bigint;
}

export interface Sums {
  readonly params: bigint;
  readonly madd: bigint;
  readonly flops: bigint;
  readonly mem_read_write: bigint;
  /** As printed. */
  readonly memory: string;
}

/** What stands in the row, by figure; the time's share is left out. */
export const totalRow = (
  rows: readonly Moved[],
  { params, madd, flops, mem_read_write, memory }: Sums,
): Record<string, string> => {
  const { mem_read, mem_write } = rows.at(-1) as Moved;
  const column = (of: (row: Moved) => bigint, total: bigint): string =>
    lastOf([...rows.map(of), total].map((value) => Number(value)));
  return {
    'total_row.params': column((row) => row.params, params),
    'total_row.memory': memory,
    'total_row.madd': withCommas(Number(madd)),
    'total_row.flops': withCommas(Number(flops)),
    'total_row.mem_read': column((row) => row.mem_read, mem_read),
    'total_row.mem_write': column((row) => row.mem_write, mem_write),
    'total_row.mem_read_write': column((row) => row.mem_read + row.mem_write, mem_read_write),
  };
};
