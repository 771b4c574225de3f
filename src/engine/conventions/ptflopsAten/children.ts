/** What ptflops-aten says of the network's own children. Source: ptflops/aten_engine.py. */

import type { Module } from '../../modules.ts';
import { runningIn } from '../../running.ts';
import type { LeafCall, ShapedNetwork } from '../../shapes.ts';
import { childrenOf } from '../../tree.ts';
import { operatorsIn } from '../dispatched.ts';

/** The name under which all is counted; a child that is called so counts there once more. */
export const whole = 'Global';

const known: ReadonlySet<string> = new Set(['addmm', 'bmm', 'convolution', 'mm']);

/** A function that gives the names under which a call counts, from the outside in. */
export const holdersIn = (network: ShapedNetwork): ((call: LeafCall) => readonly string[]) => {
  const runningAt = runningIn(network);
  const { root } = network.architecture;
  const names = new Map<Module, string>([[root, whole]]);
  for (const [name, child] of childrenOf(root)) names.set(child, name);
  return (call) => [...runningAt(call)].reverse().flatMap((module) => names.get(module) ?? []);
};

/** MACs by name and operator, both in the order in which they are first counted. */
export type ByChild = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** `flop_counts`, given the calls that count, each with what it counts under one name. */
export const byChild = (
  holdersAt: (call: LeafCall) => readonly string[],
  counted: readonly { readonly call: LeafCall; readonly macs: bigint }[],
): ByChild => {
  // It sums up what it has under this name, which makes it one, also where nothing is counted.
  const sums = new Map<string, Map<string, bigint>>([[whole, new Map()]]);
  for (const { call, macs } of counted) {
    const parts = operatorsIn(call, macs, 1n).filter(({ operator }) => known.has(operator));
    if (parts.length === 0) continue;
    for (const name of holdersAt(call)) {
      const own = sums.get(name) ?? new Map<string, bigint>();
      for (const part of parts) own.set(part.operator, (own.get(part.operator) ?? 0n) + part.macs);
      sums.set(name, own);
    }
  }
  return sums;
};

/** MACs of operators as figures. */
export const figuresOf = (operators: ReadonlyMap<string, bigint>): Readonly<Record<string, bigint>> =>
  Object.fromEntries([...operators].map(([operator, macs]) => [`by_operator.${operator}`, macs]));

/** A line for each child in whose forward something is counted. */
export const linesOf = (sums: ByChild): readonly Readonly<Record<string, string>>[] =>
  [...sums]
    .filter(([path]) => path !== whole)
    .map(([path, operators]) => ({
      path,
      ...Object.fromEntries(Object.entries(figuresOf(operators)).map(([name, macs]) => [name, String(macs)])),
    }));
