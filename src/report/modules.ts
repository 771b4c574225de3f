/** The definition's figures for each module path: what a block of the network costs in all. */

import { weightFigures } from '../engine/conventions/definition/figures.ts';
import { liveBytes, mostOf } from '../engine/conventions/definition/peak.ts';
import { weightsOf } from '../engine/conventions/definition/weights.ts';
import type { Exact } from '../engine/exact.ts';
import { type Count, isLeaf, type Module, type Row, type ShapedCall, type ShapedNetwork } from '../engine/index.ts';
import { bytesOf, numel, type Tensor } from '../engine/tensor.ts';

export interface ModuleSum {
  readonly path: string;
  readonly kind: string;
  readonly className: string;
  /** Other paths of the same module object. */
  readonly also: readonly string[];
  readonly figures: Readonly<Record<string, bigint>>;
}

/** Figures of weights: of a module they are counted once, however often it runs. */
const ofWeights: ReadonlySet<string> = new Set(weightFigures);

/** Bytes of its own inputs, not the sum of what its layers take in. */
const inputFigure = 'memory.input';

/** The most that is alive at one of its calls, whoever made it: no sum. */
const peakFigure = 'memory.peak';

const bytes = (tensors: readonly Tensor[]): bigint =>
  tensors.reduce((sum, { shape, dtype }) => sum + BigInt(numel(shape)) * BigInt(bytesOf[dtype]), 0n);

const add = (sum: Record<string, bigint>, figures: Row['figures'], wanted: (name: string) => boolean): void => {
  for (const [name, value] of Object.entries(figures)) {
    if (wanted(name) && typeof value === 'bigint') sum[name] = (sum[name] ?? 0n) + value;
  }
};

/** For each call the leaf calls that ran within it. Calls come in the order in which they finish, a container after its body. */
const leavesWithin = (calls: readonly ShapedCall[]): Map<ShapedCall, readonly string[]> => {
  const within = new Map<ShapedCall, readonly string[]>();
  const open: ShapedCall[] = [];
  for (const call of calls) {
    if (isLeaf(call)) within.set(call, [call.id]);
    else {
      let first = open.length;
      while (first > 0 && open[first - 1]?.within === call.module) first--;
      within.set(
        call,
        open.splice(first).flatMap((inner) => within.get(inner) ?? []),
      );
    }
    open.push(call);
  }
  return within;
};

const subtree = (module: Module, seen = new Set<Module>()): Set<Module> => {
  if (!seen.has(module)) {
    seen.add(module);
    for (const child of module.children.values()) subtree(child, seen);
  }
  return seen;
};

/** One sum for each module object, the root's first, which holds everything. */
export const moduleSums = (network: ShapedNetwork, count: Count): readonly ModuleSum[] => {
  // A module that never runs has a row without outputs, under its path: no call's.
  const rows = new Map(count.layers.filter((row) => row.output_shapes.length > 0).map((row) => [row.id, row]));
  const within = leavesWithin(network.calls);
  const bytesAlive = liveBytes(network);
  const live = new Map(network.calls.filter(isLeaf).map(({ id }, place) => [id, bytesAlive[place] as Exact]));
  const callsOf = Map.groupBy(network.calls, ({ module }) => module);
  const { root, modules } = network.architecture;
  return modules.map((module) => {
    const figures: Record<string, bigint> = Object.fromEntries(Object.keys(count.totals).map((name) => [name, 0n]));
    const weights = weightsOf([...subtree(module)].flatMap(({ tensors }) => [...tensors.values()]));
    for (const name of weightFigures) figures[name] = BigInt(weights[name]);
    const runs = callsOf.get(module) ?? [];
    const isWhole = module === root && !module.definition;
    const ids = isWhole
      ? network.calls.filter(isLeaf).map(({ id }) => id)
      : runs.flatMap((call) => within.get(call) ?? []);
    for (const id of ids) {
      const row = rows.get(id);
      if (row) add(figures, row.figures, (name) => !ofWeights.has(name) && name !== inputFigure);
    }
    figures[peakFigure] = mostOf(ids.map((id) => live.get(id) ?? 0));
    figures[inputFigure] = isWhole ? bytes(network.inputs) : runs.reduce((sum, { inputs }) => sum + bytes(inputs), 0n);
    const [path, ...also] = module.paths as [string, ...string[]];
    return { path, kind: module.kind, className: module.className, also, figures };
  });
};
