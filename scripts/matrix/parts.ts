/** The parts of the matrix: each kind alone, then networks of all kinds; and the notes of those that are done. */

import { existsSync, readFileSync } from 'node:fs';
import type { Failure } from '../../src/harness/campaign.ts';

/** One kind alone, or a part of the networks of all kinds. */
export interface Part {
  readonly name: string;
  readonly seed: number;
  readonly cases: number;
  /** The one kind; undefined for networks of all. */
  readonly kinds?: readonly string[];
}

export interface Done extends Part {
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Installed versions, by tool. */
  readonly versions: Readonly<Record<string, string>>;
  /** How long it took, beside as many others as `lanes`; unknown in the notes of earlier versions. */
  readonly seconds?: number;
  readonly failures: readonly Pick<Failure, 'tool' | 'path' | 'script' | 'architecture'>[];
}

export interface Asked {
  readonly seed: number;
  /** Networks of one layer, for each kind. */
  readonly cases: number;
  /** Networks of all kinds. */
  readonly networks: number;
  readonly kinds: readonly string[];
}

const networksAtOnce = 500;

export const partsOf = ({ seed, cases, networks, kinds }: Asked): readonly Part[] => [
  ...kinds.map((kind) => ({ name: kind, seed, cases, kinds: [kind] })),
  ...Array.from({ length: Math.ceil(networks / networksAtOnce) }, (_, index) => ({
    name: `networks ${index + 1}`,
    seed: seed + index,
    cases: Math.min(networksAtOnce, networks - index * networksAtOnce),
  })),
];

/** What the notes hold of a part in which every tool agreed; what failed, or was cut off while it was noted, is to be done again. */
export const doneBefore = (notes: string, parts: readonly Part[]): readonly Done[] => {
  const lines = existsSync(notes) ? readFileSync(notes, 'utf8').split('\n') : [];
  const noted: readonly Done[] = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line));
  const isSame = (a: Part, b: Part): boolean => a.name === b.name && a.seed === b.seed && a.cases === b.cases;
  return parts
    .flatMap((part) => noted.findLast((one) => isSame(one, part)) ?? [])
    .filter(({ failures }) => failures.length === 0);
};

/** A network takes about as long as so many single layers, until one was timed. */
const networkCost = 4;

/** Seconds that one case took. */
const paceOf = (timed: readonly Done[]): number => {
  const [seconds, cases] = timed.reduce(([sum, all], one) => [sum + (one.seconds ?? 0), all + one.cases], [0, 0]);
  return seconds / cases;
};

/** A part that is not done, and the seconds that it is being worked on. */
export interface Open extends Part {
  readonly elapsed: number;
}

/** Seconds until all parts are done, so many at once, as fast as those that were timed; undefined where none was. */
export const secondsLeft = (open: readonly Open[], done: readonly Done[], lanes: number): number | undefined => {
  const timed = done.filter(({ seconds }) => seconds !== undefined);
  if (timed.length === 0) return undefined;
  const pace = (isAlone: boolean): number => {
    const same = timed.filter(({ kinds }) => (kinds !== undefined) === isAlone);
    return same.length > 0 ? paceOf(same) : paceOf(timed) * (isAlone ? 1 / networkCost : networkCost);
  };
  const [alone, network] = [pace(true), pace(false)];
  const left = open.map(({ kinds, cases, elapsed }) => Math.max(0, cases * (kinds ? alone : network) - elapsed));
  return left.reduce((sum, one) => sum + one, 0) / Math.max(1, Math.min(lanes, open.length));
};
