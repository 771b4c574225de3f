/**
 * As much of vitest as the engine's tests need, to run them within a process a thousand times a minute: vitest itself takes
 * seconds for each mutant, since it loads every file anew.
 */

import { deepStrictEqual, match, notStrictEqual, ok, partialDeepStrictEqual, throws } from 'node:assert/strict';

export interface Test {
  readonly name: string;
  readonly run: () => void;
}

/** The tests of all files that were loaded. */
export const tests: Test[] = [];

const groups: string[] = [];

/** A group's name goes before those of its tests. */
export const describe = (name: string, define: () => void): void => {
  groups.push(name);
  define();
  groups.pop();
};

const add = (name: string, run: () => void): void => {
  tests.push({ name: [...groups, name].join(' > '), run });
};

const each =
  (rows: readonly unknown[]) =>
  (name: string, run: (...row: readonly unknown[]) => void): void => {
    for (const [index, row] of rows.entries())
      add(`${name} ${index + 1}`, () => (Array.isArray(row) ? run(...row) : run(row)));
  };

export const it = Object.assign(add, { each });
export const test = it;

const sizeOf = (value: unknown): number => (value as { readonly length: number }).length;

/** What the engine's tests expect of a value. */
export const expect = (actual: unknown) => ({
  toBe: (wanted: unknown) => ok(Object.is(actual, wanted), `${actual} is not ${wanted}`),
  toEqual: (wanted: unknown) => deepStrictEqual(actual, wanted),
  toMatchObject: (wanted: unknown) => partialDeepStrictEqual(actual, wanted),
  toMatch: (wanted: RegExp) => match(actual as string, wanted),
  toContain: (wanted: never) => ok((actual as readonly unknown[]).includes(wanted)),
  toHaveLength: (wanted: number) => ok(sizeOf(actual) === wanted),
  toBeUndefined: () => ok(actual === undefined),
  toBeLessThan: (wanted: number) => ok((actual as number) < wanted),
  toBeGreaterThan: (wanted: number | bigint) => ok((actual as number) > wanted),
  toBeGreaterThanOrEqual: (wanted: number | bigint) => ok((actual as number) >= wanted),
  toThrow: (wanted: RegExp | (new () => Error)) => throws(actual as () => unknown, wanted),
  not: { toBe: (wanted: unknown) => notStrictEqual(actual, wanted) },
});
