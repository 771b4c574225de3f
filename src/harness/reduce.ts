/** Makes a failing network as small as it can be while it still fails: passes over its calls, its containers and its numbers. */

import type { ArchitectureJson } from '../engine/index.ts';
import { type Candidate, candidateOf } from './candidate.ts';
import { alone, fewer, flat, lessTaken, plainer } from './cut.ts';
import { type Move, numberMoves, pairMoves } from './lower.ts';

export interface Reduced {
  readonly architecture: ArchitectureJson;
  /** How often a network was run. */
  readonly executions: number;
  /** Whether nothing is left that could be tried within the executions given. */
  readonly isDone: boolean;
}

/** The passes, the boldest first: each gives moves, of which each is repeated for as long as it helps. */
const passes: readonly ((given: Candidate) => readonly Move[])[] = [
  () => [flat, alone, fewer, lessTaken, plainer],
  numberMoves,
  pairMoves,
];

/**
 * The smallest network reachable one move at a time that still fails, within a number of executions. Nothing is run twice,
 * nor anything that PyTorch would refuse.
 */
export const reduce = async (
  start: ArchitectureJson,
  fails: (architecture: ArchitectureJson) => Promise<boolean>,
  mostExecutions: number,
): Promise<Reduced> => {
  const first = candidateOf(start);
  if (!first) return { architecture: start, executions: 0, isDone: true };
  let best = first;
  let executions = 0;
  const tried = new Set([JSON.stringify(start)]);

  const improve = async (move: Move): Promise<boolean> => {
    for (const json of move(best)) {
      const key = JSON.stringify(json);
      if (tried.has(key)) continue;
      if (executions >= mostExecutions) return false;
      tried.add(key);
      const candidate = candidateOf(json);
      if (!candidate) continue;
      executions++;
      if (!(await fails(json))) continue;
      best = candidate;
      return true;
    }
    return false;
  };

  for (let isImproving = true; isImproving; ) {
    isImproving = false;
    for (const pass of passes) {
      for (const move of pass(best)) while (await improve(move)) isImproving = true;
    }
  }
  return { architecture: best.json, executions, isDone: executions < mostExecutions };
};
