/** What the tools that replace functions say of each module. */

import type { Module } from '../../modules.ts';
import type { OwnTensor } from '../../ownTensors.ts';
import { general, round } from '../../pythonFormat.ts';
import type { Visit } from '../../tally.ts';
import { childrenOf, modulesIn, parametersIn, pathIn } from '../../tree.ts';
import { flopsString, macsString, paramsString } from './strings.ts';

/** Figures of a module with all that it holds. */
export interface Sums {
  readonly params: bigint;
  readonly macs: bigint;
  readonly flops: bigint;
}

type Operations = Omit<Sums, 'params'>;

const nothing: Operations = { macs: 0n, flops: 0n };

const added = (sums: Iterable<Operations>): Operations => {
  let { macs, flops } = nothing;
  for (const one of sums) {
    macs += one.macs;
    flops += one.flops;
  }
  return { macs, flops };
};

/** What each module counts in its own calls: functions count with the module in whose forward they run. */
const ownSums = (visits: readonly Visit[]): ReadonlyMap<Module, Operations> => {
  const own = new Map<Module, Operations>();
  for (const { call, evaluated } of visits) {
    const holder = call.module ?? call.within;
    const { macs, flops } = evaluated.figures as { macs: bigint; flops: bigint };
    own.set(holder, added([own.get(holder) ?? nothing, { macs, flops }]));
  }
  return own;
};

/** How a tool sums over the modules in a module: each once, or what its children sum to, a shared one once for each of them. */
export type Summing = 'once' | 'each path';

/** A function that gives the figures of a module with all that it holds; `keep` says which parameters count. */
export const sumsBy = (
  visits: readonly Visit[],
  summing: Summing,
  keep?: (tensor: OwnTensor) => boolean,
): ((module: Module) => Sums) => {
  const own = ownSums(visits);
  const known = new Map<Module, Sums>();
  const sumOf = (module: Module): Sums => {
    const before = known.get(module);
    if (before) return before;
    const ofOthers =
      summing === 'once'
        ? [...modulesIn(module)].filter((one) => one !== module).map((one) => own.get(one) ?? nothing)
        : childrenOf(module).map(([, child]) => sumOf(child));
    const sums = { params: parametersIn(module, keep), ...added([own.get(module) ?? nothing, ...ofOthers]) };
    known.set(module, sums);
    return sums;
  };
  return sumOf;
};

/** `"{:g}%".format(round(100 * part / whole, 2))`. */
const percent = (part: bigint, whole: bigint): string =>
  `${general(whole === 0n ? 0 : round(Number(100n * part) / Number(whole), 2))}%`;

/** A line for each module in the order of the print. */
export const statisticsOf = (
  root: Module,
  sumOf: (module: Module) => Sums,
  total: Sums,
): readonly Readonly<Record<string, string>>[] => {
  const lines = (module: Module, path: string): readonly Readonly<Record<string, string>>[] => {
    const { params, macs, flops } = sumOf(module);
    const line = {
      path,
      params: paramsString(params),
      params_percent: percent(params, total.params),
      macs: macsString(macs),
      macs_percent: percent(macs, total.macs),
      flops: flopsString(flops),
      flops_percent: percent(flops, total.flops),
    };
    const inner = [...module.children].flatMap(([name, child]) => lines(child, pathIn(path, name)));
    // A ModuleList prints what it holds and nothing of itself.
    return module.kind === 'ModuleList' ? inner : [line, ...inner];
  };
  return lines(root, '');
};
