/** Steers what is drawn towards what was not drawn yet: kinds, which kind behind which, and the options of each. */

import type { LayerDefinition } from '../engine/index.ts';
import { choices } from './picks.ts';
import { randomFrom } from './random.ts';

export interface Steering {
  /** One kind out of those that may be drawn, for behind the one before. `random` gives whole numbers up to a limit. */
  readonly kind: (
    candidates: readonly LayerDefinition[],
    before: LayerDefinition | undefined,
    random: (most: number) => number,
  ) => LayerDefinition;
  /** Numbers from which the options of a kind are drawn the next time. */
  readonly numbers: (kind: string) => number[];
  /** Learns how many new pairs of options each kind of a case had. */
  readonly learn: (fresh: ReadonlyMap<string, number>) => void;
}

/** Fractions that come back late, so that a few steps of each spread evenly: square roots of primes. */
const steps = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89].map(
  (prime) => Math.sqrt(prime) % 1,
);

/** How often a kind is still drawn that has had nothing new for long, beside its usual weight, relative to one that always has. */
const least = 0.5;
/** How often a kind is drawn that no network had yet, relative to one that always has something new. */
const unseen = 3;
/** New pairs of options that are as good as any more. */
const many = 8;
/** How often a kind is drawn that needs another number of dimensions than the one before usually gives, relative to one that does not. */
const inapt = 0.3;
/** How much of a kind's past counts. */
const memory = 0.7;
/** Out of how many kinds the one is taken that was drawn least often, most of all behind the one before. */
const tries = 5;

/** What a pair that was not drawn yet counts as, so that among those the more common kind comes first. */
const head = 0.2;

/** How much more it counts how often a kind was drawn behind any other than how often behind the one before. */
const alone = 4;

/** The place of the first number above a point, in numbers that rise. */
const firstAbove = (rising: Float64Array, point: number): number => {
  let [from, to] = [0, rising.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rising[middle] as number) > point) to = middle;
    else from = middle + 1;
  }
  return from;
};

/** How often each of some kinds is drawn, relative to each other. */
interface Table {
  readonly candidates: readonly LayerDefinition[];
  readonly places: ReadonlyMap<string, number>;
  readonly usual: Float64Array;
  /** Both by the dimensions that the kind before usually gives. */
  readonly aptness: Map<number | undefined, Float64Array>;
  readonly sums: Map<number | undefined, Float64Array>;
}

/** `weights` multiply how often kinds are drawn. All that steers follows from the seed and from what was drawn. */
export const openSteering = (seed: number, weights: Readonly<Record<string, number>> = {}): Steering => {
  const times = new Map<string, number>();
  const novelty = new Map<string, number>();
  const neighbours = new Map<string | undefined, Map<string, number>>();
  const shifts = new Map<string, readonly number[]>();
  const tables = new Map<readonly LayerDefinition[], Table>();

  const usualOf = ({ kind, generate }: LayerDefinition): number =>
    ((generate.weight ?? 1) - 1 + least + (1 - least) * (novelty.get(kind) ?? unseen)) * (weights[kind] ?? 1);

  const tableOf = (candidates: readonly LayerDefinition[]): Table => {
    const known = tables.get(candidates);
    if (known) return known;
    const places = new Map(candidates.map(({ kind }, place) => [kind, place]));
    const usual = Float64Array.from(candidates, usualOf);
    const made = { candidates, places, usual, aptness: new Map(), sums: new Map() };
    tables.set(candidates, made);
    return made;
  };

  /** What each candidate's weight is multiplied by behind a kind that usually gives so many dimensions. */
  const aptnessOf = ({ candidates, aptness }: Table, rank: number | undefined): Float64Array => {
    const isApt = ({ generate }: LayerDefinition): boolean => rank === undefined || generate.ranks.includes(rank);
    const made = aptness.get(rank) ?? Float64Array.from(candidates, (one) => (isApt(one) ? 1 : inapt));
    aptness.set(rank, made);
    return made;
  };

  /** Sums of the weights up to each candidate, the same until something is learnt. */
  const sumsOf = (table: Table, rank: number | undefined): Float64Array => {
    const known = table.sums.get(rank);
    if (known) return known;
    const { usual } = table;
    const aptness = aptnessOf(table, rank);
    const made = new Float64Array(usual.length);
    let sum = 0;
    for (let place = 0; place < usual.length; place++) {
      sum += (usual[place] as number) * (aptness[place] as number);
      made[place] = sum;
    }
    table.sums.set(rank, made);
    return made;
  };

  const shiftsOf = (kind: string): readonly number[] => {
    const known = shifts.get(kind);
    if (known) return known;
    const random = randomFrom(seed, ...[...kind].map((letter) => letter.charCodeAt(0)));
    const made = steps.map(() => random(2 ** 20) / 2 ** 20);
    shifts.set(kind, made);
    return made;
  };

  return {
    kind: (candidates, before, random) => {
      const table = tableOf(candidates);
      const upTo = sumsOf(table, before?.generate.ranks[0]);
      const whole = upTo.at(-1) as number;
      const drawn = Array.from({ length: tries }, () => {
        const point = (random(2 ** 30 - 1) / 2 ** 30) * whole;
        return candidates[firstAbove(upTo, point)] as LayerDefinition;
      });
      const behind = neighbours.get(before?.kind) ?? new Map<string, number>();
      neighbours.set(before?.kind, behind);
      const timesBehind = ({ kind }: LayerDefinition): number => behind.get(kind) ?? 0;
      // As often as behind each of the others.
      const timesAlone = ({ kind }: LayerDefinition): number => (times.get(kind) ?? 0) / candidates.length;
      // What is to be drawn more often may stand behind the same kind as much more often.
      const share = (candidate: LayerDefinition): number =>
        (timesBehind(candidate) + alone * timesAlone(candidate) + head) /
        (table.usual[table.places.get(candidate.kind) as number] as number);
      const chosen = drawn.reduce((best, other) => (share(other) < share(best) ? other : best));
      behind.set(chosen.kind, timesBehind(chosen) + 1);
      return chosen;
    },
    numbers: (kind) => {
      const time = times.get(kind) ?? 0;
      times.set(kind, time + 1);
      return shiftsOf(kind).map((shift, index) =>
        Math.floor(((shift + time * (steps[index] as number)) % 1) * choices),
      );
    },
    learn: (fresh) => {
      for (const [kind, pairs] of fresh)
        novelty.set(kind, memory * (novelty.get(kind) ?? 1) + (1 - memory) * Math.min(1, pairs / many));
      for (const { candidates, places, usual, sums } of tables.values()) {
        sums.clear();
        for (const place of [...fresh.keys()].flatMap((kind) => places.get(kind) ?? []))
          usual[place] = usualOf(candidates[place] as LayerDefinition);
      }
    },
  };
};
