/** After fast-check's shrinking: domain passes over the picks until nothing can be left out or lowered any more. */

import { type Bounds, type Pick, type Picks, withoutTheme } from './picks.ts';

const withPick = (picks: Picks, index: number, pick: Pick): Picks => ({
  ...picks,
  picks: picks.picks.with(index, pick),
});

/** Sizes of inputs to try for what is left of a network: its own, the least, and two that leave room for groups and windows. */
const inputsFor = ({ input }: Picks): readonly (readonly number[])[] => [
  input,
  ...[1, 3, 7].map((size) => input.map((_, index) => (index < 3 ? 0 : size))),
];

/** One pick or two alone. */
function* isolated(given: Picks): Generator<Picks> {
  const { picks } = given;
  if (picks.length > 1) for (const pick of picks) for (const input of inputsFor(given)) yield { input, picks: [pick] };
  if (picks.length < 3 || picks.length > 6) return;
  for (const [index, first] of picks.entries()) {
    for (const second of picks.slice(index + 1))
      for (const input of inputsFor(given)) yield { input, picks: [first, second] };
  }
}

/** What lowering brings down, so that no pass goes round in circles. */
const weightOf = ({ input, picks }: Picks): number =>
  [input, ...picks.map(({ numbers, structure, share, from }) => [...numbers, structure, share, from])]
    .flat()
    .reduce((sum, number) => sum + number, 0);

/** All picks but one. */
function* dropped({ input, picks }: Picks): Generator<Picks> {
  for (let index = picks.length - 1; index >= 0 && picks.length > 1; index--)
    yield { input, picks: picks.toSpliced(index, 1) };
}

/** Values below a number, the plainest first. */
const below = (number: number): number[] =>
  [...new Set([0, 1, number - 1])].filter((value) => value >= 0 && value < number);

/** One number lower: first what makes networks branch and nest, then options, then the input's sizes. */
function* lowered(given: Picks): Generator<Picks> {
  for (const [index, pick] of given.picks.entries()) {
    for (const field of ['structure', 'share', 'from'] as const) {
      if (pick[field] !== 0) yield withPick(given, index, { ...pick, [field]: 0 });
    }
  }
  for (const [index, pick] of given.picks.entries()) {
    for (const [position, number] of pick.numbers.entries()) {
      for (const value of below(number))
        yield withPick(given, index, { ...pick, numbers: pick.numbers.with(position, value) });
    }
  }
  for (const [position, number] of given.input.entries()) {
    for (const value of below(number)) yield { ...given, input: given.input.with(position, value) };
  }
}

/** The passes, the boldest first; each is run to its own fixpoint, and all of them until none finds anything. */
const passes = (bounds: Bounds): readonly ((picks: Picks) => Iterable<Picks>)[] => [
  (picks) => [withoutTheme(picks, bounds)],
  (picks) => isolated(withoutTheme(picks, bounds)),
  dropped,
  lowered,
];

export interface Reduced {
  readonly picks: Picks;
  readonly executions: number;
}

/**
 * The simplest picks reachable one step at a time that still fail, within a number of executions. `key` names what picks
 * stand for, so that two spellings of one network are run once.
 */
export const reduce = async (
  start: Picks,
  fails: (picks: Picks) => Promise<boolean>,
  key: (picks: Picks) => string,
  bounds: Bounds,
  mostExecutions: number,
): Promise<Reduced> => {
  let best = start;
  let executions = 0;
  const tried = new Set([key(start)]);
  /** The first candidate of a pass that still fails; undefined where none does. */
  const better = async (pass: (picks: Picks) => Iterable<Picks>): Promise<Picks | undefined> => {
    for (const candidate of pass(best)) {
      const name = key(candidate);
      // Lower numbers for the same network leave more room to lower others: 5 and 1 are one choice out of four, but not out of two.
      if (name === key(best) && weightOf(candidate) < weightOf(best)) return candidate;
      if (tried.has(name)) continue;
      if (executions >= mostExecutions) return undefined;
      tried.add(name);
      executions++;
      if (await fails(candidate)) return candidate;
    }
    return undefined;
  };
  for (let isImproving = true; isImproving; ) {
    isImproving = false;
    for (const pass of passes(bounds)) {
      for (let found = await better(pass); found; found = await better(pass)) {
        best = found;
        isImproving = true;
      }
    }
  }
  return { picks: best, executions };
};
