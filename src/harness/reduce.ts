/** After fast-check's shrinking: domain passes over the picks until nothing can be left out or lowered any more. */

import { type Bounds, type Pick, type Picks, withoutTheme } from './resolve.ts';

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

/** Candidates that are simpler by one step, the boldest first. */
function* simpler(given: Picks, plain: Picks): Generator<Picks> {
  if (plain.input[0] !== given.input[0]) yield plain;
  yield* isolated(plain);
  for (let index = given.picks.length - 1; index >= 0 && given.picks.length > 1; index--) {
    yield { ...given, picks: given.picks.toSpliced(index, 1) };
  }
  for (const [index, pick] of given.picks.entries()) {
    for (const field of ['structure', 'share', 'from'] as const) {
      if (pick[field] !== 0) yield withPick(given, index, { ...pick, [field]: 0 });
    }
    for (const [position, number] of pick.numbers.entries()) {
      const lower = number > 2 ? [0, 1, number - 1] : number > 0 ? [...new Set([0, number - 1])] : [];
      for (const value of lower) yield withPick(given, index, { ...pick, numbers: pick.numbers.with(position, value) });
    }
  }
  for (const [position, number] of given.input.entries()) {
    const lower = number > 2 ? [0, 1, number - 1] : number > 0 ? [...new Set([0, number - 1])] : [];
    for (const value of lower) yield { ...given, input: given.input.with(position, value) };
  }
}

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
  for (let isImproving = true; isImproving; ) {
    isImproving = false;
    for (const candidate of simpler(best, withoutTheme(best, bounds))) {
      const name = key(candidate);
      if (tried.has(name)) continue;
      if (executions >= mostExecutions) return { picks: best, executions };
      tried.add(name);
      executions++;
      if (await fails(candidate)) {
        best = candidate;
        isImproving = true;
        break;
      }
    }
  }
  return { picks: best, executions };
};
