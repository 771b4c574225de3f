/** Answers that a run has kept, judged by the formulas of today. Asks no tool. */

import { type ArchitectureJson, parseArchitecture, shapeNetwork } from '../engine/index.ts';
import type { Answer } from './answers.ts';
import { confirm } from './confirm.ts';
import { nameOf } from './corpus.ts';
import type { ToolName } from './environments.ts';
import { type Examined, isFailure, type Judges, judgeAll } from './examine.ts';
import { answersIn, type Kept } from './run.ts';
import { clusterOf } from './shrink.ts';

/** One kind of failure among kept answers, by its earliest case. */
export interface Doubt {
  readonly index: number;
  readonly examined: Examined;
  readonly architecture: ArchitectureJson;
  /** Other cases that failed in the same way. */
  readonly alike: number;
}

export interface Rechecked {
  readonly cases: number;
  /** Cases by tool and status. */
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly doubts: readonly Doubt[];
}

/** Judges every case among kept lines; what fresh workers said of a case is what confirms its failure. */
export const recheck = async (lines: Iterable<Kept>, judges: Judges = {}): Promise<Rechecked> => {
  const verdicts: Record<string, Record<string, number>> = {};
  const clusters = new Map<string, Doubt>();
  let cases = 0;

  const take = (examined: Examined, index: number, architecture: ArchitectureJson): void => {
    const counts = verdicts[examined.tool] ?? {};
    verdicts[examined.tool] = { ...counts, [examined.verdict.status]: (counts[examined.verdict.status] ?? 0) + 1 };
    if (!isFailure(examined.verdict)) return;
    const key = clusterOf(examined);
    const known = clusters.get(key);
    const alike = known ? known.alike + 1 : 0;
    clusters.set(key, known && known.index <= index ? { ...known, alike } : { index, examined, architecture, alike });
  };

  /** Cases that fail wait for what fresh workers said of them, which stands further down. */
  const failing: Kept[] = [];
  const confirmed = new Map<string, Map<ToolName, Answer>>();
  for (const kept of lines) {
    const { why, index, architecture } = kept;
    const answers = answersIn(kept);
    if (why === 'confirming') {
      const name = nameOf(architecture);
      confirmed.set(name, new Map([...(confirmed.get(name) ?? []), ...answers]));
    }
    if (why !== 'case' || index === undefined) continue;
    cases++;
    const examined = judgeAll(shapeNetwork(parseArchitecture(architecture)), answers, judges);
    if (examined.some(({ verdict }) => isFailure(verdict))) failing.push(kept);
    else for (const one of examined) take(one, index, architecture);
  }

  for (const kept of failing) {
    const network = shapeNetwork(parseArchitecture(kept.architecture));
    const answers = answersIn(kept);
    const second = confirmed.get(nameOf(kept.architecture));
    const again = async (tools: readonly ToolName[]): Promise<ReadonlyMap<ToolName, Answer>> =>
      new Map(tools.map((tool) => [tool, second?.get(tool) ?? (answers.get(tool) as Answer)]));
    for (const one of await confirm(network, judgeAll(network, answers, judges), again, judges))
      take(one, kept.index ?? 0, kept.architecture);
  }
  return { cases, verdicts, doubts: [...clusters.values()].sort((a, b) => a.index - b.index) };
};
