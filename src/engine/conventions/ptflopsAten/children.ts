/** What ptflops-aten says of the network's own children. Source: ptflops/aten_engine.py. */

import type { Module } from '../../modules.ts';
import { runningIn } from '../../running.ts';
import type { LeafCall, ShapedNetwork } from '../../shapes.ts';
import { childrenOf } from '../../tree.ts';
import { type ByName, type CountedCall, lineOf, summedByName } from '../byName.ts';
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

/** `flop_counts`, given the calls that count, each with what it counts under one name. */
export const byChild = (holdersAt: (call: LeafCall) => readonly string[], counted: readonly CountedCall[]): ByName =>
  summedByName(
    counted,
    ({ call, macs }) => operatorsIn(call, macs, 1n).filter(({ operator }) => known.has(operator)),
    holdersAt,
    // It sums up what it has under this name, which makes it one, also where nothing is counted.
    new Map([[whole, new Map()]]),
  );

/** A line for each child in whose forward something is counted. */
export const linesOf = (sums: ByName): readonly Readonly<Record<string, string>>[] =>
  [...sums].filter(([path]) => path !== whole).map(([path, operators]) => lineOf(path, operators));
