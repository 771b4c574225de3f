/** Whole numbers as numbers as long as those are exact, and as bigint beyond: sums of both kinds are always exact. */

export type Exact = number | bigint;

/** The exact sum. */
export const plus = (a: Exact, b: Exact): Exact => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return BigInt(a) + BigInt(b);
};

/** The exact product. */
export const times = (a: Exact, b: Exact): Exact => {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  return BigInt(a) * BigInt(b);
};

/** A table of whole numbers that begins with zeros: sums of thousands of rows without a bigint, where none is needed. */
export interface ExactTable {
  readonly set: (row: number, column: number, value: Exact) => void;
  readonly get: (row: number, column: number) => bigint;
  /** The sum of a column over all rows. */
  readonly sum: (column: number) => bigint;
}

export const exactTable = (rows: number, columns: number): ExactTable => {
  const cells = new Float64Array(rows * columns);
  /** Values that a double does not hold, whose cells are NaN. */
  const huge = new Map<number, bigint>();
  const get = (row: number, column: number): bigint => {
    const cell = row * columns + column;
    return huge.get(cell) ?? BigInt(cells[cell] as number);
  };
  return {
    set: (row, column, value) => {
      const cell = row * columns + column;
      const isHuge = typeof value === 'bigint';
      if (isHuge) huge.set(cell, value);
      cells[cell] = isHuge ? Number.NaN : value;
    },
    get,
    sum: (column) => {
      let sum = 0;
      for (let cell = column; cell < cells.length; cell += columns) sum += cells[cell] as number;
      // No figure is negative, so a sum that is exact at its end was exact all along.
      if (Number.isSafeInteger(sum)) return BigInt(sum);
      let exact = 0n;
      for (let row = 0; row < rows; row++) exact += get(row, column);
      return exact;
    },
  };
};
