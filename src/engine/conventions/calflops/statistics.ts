/** What calflops prints for each module. */

import type { Module } from '../../modules.ts';
import { elementsOf } from '../../ownTensors.ts';
import { general, round } from '../../pythonFormat.ts';
import type { Visit } from '../../tally.ts';
import { flopsString, macsString, paramsString } from '../patching/strings.ts';

interface Sums {
  readonly macs: bigint;
  readonly flops: bigint;
}

/** `"{:g}%".format(round(100 * part / whole, 2))`. */
const percent = (part: bigint, whole: bigint): string =>
  `${general(whole === 0n ? 0 : round(Number(100n * part) / Number(whole), 2))}%`;

const within = (module: Module, found: Set<Module> = new Set()): Set<Module> => {
  found.add(module);
  for (const child of module.children.values()) if (!found.has(child)) within(child, found);
  return found;
};

const learntWithin = (module: Module): bigint =>
  elementsOf(
    [...within(module)].flatMap(({ tensors }) => [...tensors.values()]),
    ({ buffer, frozen }) => !buffer && !frozen,
  );

/** What each module counts in its own calls: functions count with the module in whose forward they run. */
const ownSums = (visits: readonly Visit[]): ReadonlyMap<Module, Sums> => {
  const own = new Map<Module, Sums>();
  for (const { call, evaluated } of visits) {
    const holder = call.module ?? call.within;
    const before = own.get(holder) ?? { macs: 0n, flops: 0n };
    own.set(holder, {
      macs: before.macs + (evaluated.figures.macs as bigint),
      flops: before.flops + (evaluated.figures.flops as bigint),
    });
  }
  return own;
};

/** A line for each module in the order of the print; `total` are the figures of the whole network. */
export const statisticsOf = (
  root: Module,
  visits: readonly Visit[],
  total: Sums & { readonly params: bigint },
): readonly Readonly<Record<string, string>>[] => {
  const own = ownSums(visits);
  const sums = new Map<Module, Sums>();
  const sumOf = (module: Module): Sums => {
    const known = sums.get(module);
    if (known) return known;
    let { macs, flops } = own.get(module) ?? { macs: 0n, flops: 0n };
    // `children()` gives a module once that lies twice under one parent.
    for (const child of new Set(module.children.values())) {
      const inner = sumOf(child);
      macs += inner.macs;
      flops += inner.flops;
    }
    sums.set(module, { macs, flops });
    return { macs, flops };
  };
  const lines = (module: Module, path: string): readonly Readonly<Record<string, string>>[] => {
    const { macs, flops } = sumOf(module);
    const params = learntWithin(module);
    const line = {
      path,
      params: paramsString(params),
      params_percent: percent(params, total.params),
      macs: macsString(macs),
      macs_percent: percent(macs, total.macs),
      flops: flopsString(flops),
      flops_percent: percent(flops, total.flops),
    };
    const inner = [...module.children].flatMap(([name, child]) => lines(child, path ? `${path}.${name}` : name));
    // A ModuleList prints what it holds and nothing of itself.
    return module.kind === 'ModuleList' ? inner : [line, ...inner];
  };
  return lines(root, '');
};
