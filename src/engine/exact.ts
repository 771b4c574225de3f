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

/** Figures of which most are 0: the columns of the others, and their values. */
export interface Sparse {
  readonly columns: readonly number[];
  readonly values: readonly Exact[];
  /** The values once more, NaN for a bigint: arrays of numbers alone are quick to add up. */
  readonly numbers: Float64Array;
}

/** The figures that are not 0, by their columns. */
export const sparse = (figures: readonly (readonly [column: number, value: Exact])[]): Sparse => {
  const columns: number[] = [];
  const values: Exact[] = [];
  const numbers = new Float64Array(figures.length);
  for (const [column, value] of figures) {
    if (value === 0) continue;
    numbers[columns.length] = typeof value === 'bigint' ? Number.NaN : value;
    columns.push(column);
    values.push(value);
  }
  return { columns, values, numbers: numbers.subarray(0, columns.length) };
};

/** Sums of columns of figures, none of which is negative: without a bigint where none is needed. */
export class Sums {
  private readonly numbers: Float64Array;
  /** What was taken out of a column before it became too large for a number. */
  private readonly rest: bigint[];

  private constructor(numbers: Float64Array, rest: bigint[]) {
    this.numbers = numbers;
    this.rest = rest;
  }

  static ofZeros(columns: number): Sums {
    return new Sums(new Float64Array(columns), []);
  }

  /** Sums that go on from these, which stay as they are. */
  copy(): Sums {
    return new Sums(this.numbers.slice(), this.rest.slice());
  }

  add({ columns, values, numbers }: Sparse): void {
    const sums = this.numbers;
    for (let place = 0; place < columns.length; place++) {
      const column = columns[place] as number;
      const sum = (sums[column] as number) + (numbers[place] as number);
      if (sum <= Number.MAX_SAFE_INTEGER) sums[column] = sum;
      else this.rest[column] = (this.rest[column] ?? 0n) + BigInt(values[place] as Exact);
    }
  }

  of(column: number): bigint {
    return (this.rest[column] ?? 0n) + BigInt(this.numbers[column] as number);
  }
}
