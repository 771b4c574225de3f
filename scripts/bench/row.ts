/** One figure of the benchmark. */

export interface Row {
  readonly section: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be on a quiet machine. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Whether a figure is as it should be; undefined where nothing is asked of it. */
export const isMet = ({ value, atMost, atLeast }: Row): boolean | undefined =>
  atMost === undefined && atLeast === undefined
    ? undefined
    : value <= (atMost ?? Number.POSITIVE_INFINITY) && value >= (atLeast ?? Number.NEGATIVE_INFINITY);

/** The middle one of some figures. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
