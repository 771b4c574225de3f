/** Sums of operators under the names of modules, as tools that watch torch's dispatcher keep them. */

import type { LeafCall } from '../shapes.ts';
import type { Part } from './dispatched.ts';

/** By name and operator, both in the order in which they are first counted. */
export type ByName = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** A call, and the MACs that a tool counts of it. */
export interface CountedCall {
  readonly call: LeafCall;
  readonly macs: bigint;
}

/** What is counted under each name: the parts of each call under all of its names. `sums` are there before. */
export const summedByName = (
  counted: readonly CountedCall[],
  partsOf: (one: CountedCall) => readonly Part[],
  namesAt: (call: LeafCall) => Iterable<string>,
  sums = new Map<string, Map<string, bigint>>(),
): ByName => {
  for (const one of counted) {
    const parts = partsOf(one);
    if (parts.length === 0) continue;
    for (const name of namesAt(one.call)) {
      const own = sums.get(name) ?? new Map<string, bigint>();
      for (const { operator, macs } of parts) own.set(operator, (own.get(operator) ?? 0n) + macs);
      sums.set(name, own);
    }
  }
  return sums;
};

/** What operators count, as figures. */
export const figuresOf = (operators: ReadonlyMap<string, bigint>): Readonly<Record<string, bigint>> =>
  Object.fromEntries([...operators].map(([operator, value]) => [`by_operator.${operator}`, value]));

/** The same as a line of text under a name. */
export const lineOf = (path: string, operators: ReadonlyMap<string, bigint>): Readonly<Record<string, string>> => ({
  path,
  ...Object.fromEntries(Object.entries(figuresOf(operators)).map(([figure, value]) => [figure, String(value)])),
});
