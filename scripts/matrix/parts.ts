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

/** A network costs about as much as so many single layers. */
const networkCost = 4;

/** What parts cost, in single layers. */
export const costOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { kinds, cases }) => sum + cases * (kinds ? 1 : networkCost), 0);
