/** Which options of each kind, and which pairs of them, networks have had so far. */

import type { ShapedNetwork } from '../engine/index.ts';
import { kindOf, optionsOf } from './features.ts';

interface Seen {
  /** Cases by option and bucket. */
  readonly options: Map<string, Map<string, number>>;
  readonly pairs: Set<string>;
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

export const openCoverage = (): Coverage => {
  const kinds = new Map<string, Seen>();
  return {
    kinds,
    add: ({ calls }) => {
      const fresh = new Map<string, number>();
      for (const call of calls) {
        const kind = kindOf(call);
        if (kind === undefined) continue;
        const seen = kinds.get(kind) ?? { options: new Map<string, Map<string, number>>(), pairs: new Set<string>() };
        kinds.set(kind, seen);
        const before = seen.pairs.size;
        const features = optionsOf(call);
        for (const [index, [name, bucket]] of features.entries()) {
          const buckets = seen.options.get(name) ?? new Map<string, number>();
          seen.options.set(name, buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1));
          for (let other = 0; other < index; other++)
            seen.pairs.add(`${other}=${features[other]?.[1]} ${index}=${bucket}`);
        }
        fresh.set(kind, (fresh.get(kind) ?? 0) + seen.pairs.size - before);
      }
      return fresh;
    },
  };
};
