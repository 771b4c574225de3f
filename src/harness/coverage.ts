/** Which options of each kind, and which pairs of them, networks have had so far. */

import type { ShapedNetwork } from '../engine/index.ts';
import { type Feature, featuresOf, kindOf } from './features.ts';

interface Seen {
  /** Cases by option and bucket. */
  readonly options: Map<string, Map<string, number>>;
  /** Numbers of options with their buckets. */
  readonly numbers: Map<string, number>;
  /** Two such numbers in one. */
  readonly pairs: Set<number>;
  /** What had its pairs added. */
  readonly whole: WeakSet<readonly Feature[]>;
}

export interface Coverage {
  /** Adds a network; gives how many new pairs of options each kind in it had. */
  readonly add: (network: ShapedNetwork) => ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<string, Seen>;
}

/** Pairs of options that were seen together, out of all that their values could make. */
export const pairsOf = ({ options, pairs }: Seen): { readonly seen: number; readonly possible: number } => {
  const sizes = [...options.values()].map((buckets) => buckets.size);
  const sum = sizes.reduce((total, size) => total + size, 0);
  const squares = sizes.reduce((total, size) => total + size * size, 0);
  return { seen: pairs.size, possible: (sum * sum - squares) / 2 };
};

/** More than there are options with buckets of any kind. */
const mostNumbers = 2 ** 20;

const nothing = (): Seen => ({ options: new Map(), numbers: new Map(), pairs: new Set(), whole: new WeakSet() });

const numberOf = (numbers: Map<string, number>, key: string): number => {
  const known = numbers.get(key) ?? numbers.size;
  numbers.set(key, known);
  return known;
};

const addPairs = ({ numbers, pairs, whole }: Seen, features: readonly Feature[]): void => {
  whole.add(features);
  const together: number[] = [];
  for (const { text } of features) {
    const number = numberOf(numbers, text);
    for (const other of together) pairs.add(other * mostNumbers + number);
    together.push(number);
  }
};

export const openCoverage = (): Coverage => {
  const kinds = new Map<string, Seen>();
  return {
    kinds,
    add: ({ calls }) => {
      const fresh = new Map<string, number>();
      for (const call of calls) {
        const kind = kindOf(call);
        if (kind === undefined) continue;
        const seen = kinds.get(kind) ?? nothing();
        kinds.set(kind, seen);
        const features = featuresOf(call);
        for (const { name, bucket } of features) {
          const buckets = seen.options.get(name) ?? new Map<string, number>();
          seen.options.set(name, buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1));
        }
        const before = seen.pairs.size;
        if (!seen.whole.has(features)) addPairs(seen, features);
        fresh.set(kind, (fresh.get(kind) ?? 0) + seen.pairs.size - before);
      }
      return fresh;
    },
  };
};
