/** What the cases of a campaign were made of, and how much of what there is they covered. Sums alone, so the order of cases does not matter. */

import { conventions, isLeaf, layers as registry } from '../engine/index.ts';
import type { Case } from './cases.ts';
import { openCoverage, pairsOf } from './coverage.ts';
import { conventionOf, type ToolName } from './environments.ts';
import type { Examined } from './examine.ts';
import { kindOf, magnitudeOf, rangeOf, structureOf } from './features.ts';
import { type Bounds, drawableKinds } from './picks.ts';

type Counts = Readonly<Record<string, number>>;

/** Distributions are numbers of cases by range; of calls where that is said. */
export interface Statistics {
  readonly picks: number;
  /** Picks that did not fit, even with a repair. */
  readonly discarded: number;
  /** How often each kind was called. */
  readonly calls: Counts;
  /** Numbers of dimensions of the first inputs of calls. */
  readonly ranks: Counts;
  readonly layers: Counts;
  readonly depth: Counts;
  readonly inputs: Counts;
  readonly elements: Counts;
  /** Cases in which a value has several uses, and in which a module has several calls. */
  readonly branched: number;
  readonly shared: number;
  /** Pairs of options of one kind, over all kinds: those that came together, and those that what was seen could make. */
  readonly pairs: { readonly seen: number; readonly possible: number };
  /** Kinds of which a tool gave figures in some case, out of those that its convention states. */
  readonly cells: Readonly<Record<string, { readonly covered: number; readonly stated: number }>>;
  /** Cases of which a tool gave figures. */
  readonly compared: Counts;
  /** By kind and option: calls by value. */
  readonly options: Readonly<Record<string, Readonly<Record<string, Counts>>>>;
}

/** Whether a tool gave figures that could be compared, and did not only raise as it was predicted to. */
export const isComparison = ({ verdict }: Examined): boolean =>
  verdict.status === 'disagrees' || (verdict.status === 'agrees' && verdict.raised === undefined);

const sorted = <Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> =>
  Object.fromEntries([...entries].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));

const openCounts = () => {
  const counts = new Map<string, number>();
  return {
    add: (key: string | number): void => void counts.set(String(key), (counts.get(String(key)) ?? 0) + 1),
    read: (): Counts => sorted(counts),
  };
};

export interface Adding {
  readonly add: (drawn: Case, examined: readonly Examined[]) => void;
  readonly read: () => Statistics;
}

/** Adds up cases with what was said of them. */
export const openStatistics = (tools: readonly ToolName[], bounds: Bounds): Adding => {
  const kindsDrawn = drawableKinds(bounds);
  const coverage = openCoverage();
  const calls = openCounts();
  const ranks = openCounts();
  const layers = openCounts();
  const depth = openCounts();
  const inputs = openCounts();
  const elements = openCounts();
  const compared = openCounts();
  const figured = new Map<string, Set<string>>(tools.map((tool) => [tool, new Set()]));
  let [picks, discarded, branched, shared] = [0, 0, 0, 0];

  const cells = (): Statistics['cells'] =>
    Object.fromEntries(
      tools.map((tool) => {
        const known = conventions.get(conventionOf(tool))?.cells ?? {};
        // What is made of others is stated by what is said of those.
        const stated = kindsDrawn.filter(
          (kind) => Object.hasOwn(known, kind) || registry.get(kind)?.body !== undefined,
        );
        const covered = stated.filter((kind) => figured.get(tool)?.has(kind));
        return [tool, { covered: covered.length, stated: stated.length }];
      }),
    );

  return {
    add: (drawn, examined) => {
      picks += drawn.picks;
      discarded += drawn.discarded;
      coverage.add(drawn.network);
      const structure = structureOf(drawn.network);
      layers.add(rangeOf(structure.layers));
      depth.add(structure.depth);
      inputs.add(structure.inputs);
      elements.add(magnitudeOf(structure.elements));
      if (structure.isBranched) branched++;
      if (structure.isShared) shared++;
      const kinds = new Set<string>();
      for (const call of drawn.network.calls) {
        const kind = kindOf(call);
        if (kind === undefined) continue;
        kinds.add(kind);
        calls.add(kind);
        for (const { shape } of isLeaf(call) ? call.inputs.slice(0, 1) : []) ranks.add(shape.length);
      }
      for (const one of examined.filter(isComparison)) {
        compared.add(one.tool);
        for (const kind of kinds) figured.get(one.tool)?.add(kind);
      }
    },
    read: () => {
      const kinds = [...coverage.kinds];
      const pairs = kinds.map(([, seen]) => pairsOf(seen));
      return {
        picks,
        discarded,
        calls: calls.read(),
        ranks: ranks.read(),
        layers: layers.read(),
        depth: depth.read(),
        inputs: inputs.read(),
        elements: elements.read(),
        branched,
        shared,
        pairs: {
          seen: pairs.reduce((sum, { seen }) => sum + seen, 0),
          possible: pairs.reduce((sum, { possible }) => sum + possible, 0),
        },
        cells: cells(),
        compared: compared.read(),
        options: sorted(
          kinds.map(
            ([kind, { options }]) =>
              [kind, sorted([...options].map(([name, buckets]) => [name, sorted(buckets)] as const))] as const,
          ),
        ),
      };
    },
  };
};
