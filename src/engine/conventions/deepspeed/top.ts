/** Which classes DeepSpeed's profiler names first at each depth of a network. */

import type { Module } from '../../modules.ts';
import { childrenOf } from '../../tree.ts';
import type { Sums } from '../patching/statistics.ts';
import { macsString, paramsString } from '../patching/strings.ts';

type Classes = Map<string, Pick<Sums, 'params' | 'macs'>>;

/** Sums by class for each depth: a module under several parents counts under each. */
const classesByDepth = (root: Module, sumOf: (module: Module) => Sums): readonly Classes[] => {
  const depths: Classes[] = [];
  const walk = (module: Module, depth: number): void => {
    depths[depth] ??= new Map();
    const classes = depths[depth];
    const { params, macs } = sumOf(module);
    const before = classes.get(module.className) ?? { params: 0n, macs: 0n };
    classes.set(module.className, { params: before.params + params, macs: before.macs + macs });
    for (const [, child] of childrenOf(module)) walk(child, depth + 1);
  };
  walk(root, 0);
  return depths;
};

/** The first of the classes with the largest figure, as Python prints a dict of it. */
const first = (classes: Classes, figure: 'params' | 'macs', shown: (value: bigint) => string): string => {
  const [most] = [...classes].sort(([, a], [, b]) => (a[figure] < b[figure] ? 1 : a[figure] > b[figure] ? -1 : 0));
  const [name, sums] = most as [string, Pick<Sums, 'params' | 'macs'>];
  return `{'${name}': '${shown(sums[figure])}'}`;
};

/** What it prints as the top class at each depth but the innermost. */
export const topClasses = (root: Module, sumOf: (module: Module) => Sums): Readonly<Record<string, string>> =>
  Object.fromEntries(
    classesByDepth(root, sumOf)
      .slice(0, -1)
      .flatMap((classes, depth) => [
        [`top_params.depth ${depth}`, first(classes, 'params', paramsString)],
        [`top_macs.depth ${depth}`, first(classes, 'macs', macsString)],
      ]),
  );
