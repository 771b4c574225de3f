/** A run that tested nothing must not pass for one that found nothing. The limits are such that no run falls short by chance. */

import { type Bounds, drawableKinds } from './picks.ts';
import type { Statistics } from './statistics.ts';

/** What of a run's outcome tells whether it tested anything. */
export interface Tested {
  readonly cases: number;
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly statistics: Statistics;
}

/** Cases without any figure, of all tools together, from which on a run tested nothing. */
const silentRun = 50;
/** Cases from which on each tool must have given figures in one of `silentShare`. The least talkative gives them in one of three. */
const silentTool = 200;
const silentShare = 50;
/** Picks for each kind from which on every kind must have come: each is picked once in so many on average. */
const picksForEachKind = 40;

/** Why a run did not test what it was to test, with the counts; nothing where it did. */
export const shortfalls = ({ cases, verdicts, statistics }: Tested, bounds: Bounds): string[] => {
  const { compared, picks, calls } = statistics;
  if (cases === 0) return ['No network was tried: 0 cases.'];
  const tools = Object.keys(verdicts);
  if (cases >= silentRun && tools.every((tool) => !compared[tool]))
    return [`No tool gave a figure to compare in any of ${cases} cases.`];
  const silent = tools.filter((tool) => cases >= silentTool && (compared[tool] ?? 0) * silentShare < cases);
  const kinds = drawableKinds(bounds).filter((kind) => (bounds.weights?.[kind] ?? 1) >= 1);
  const absent = picks >= picksForEachKind * kinds.length ? kinds.filter((kind) => !calls[kind]) : [];
  return [
    ...silent.map((tool) => `${tool} gave figures to compare in ${compared[tool] ?? 0} of ${cases} cases.`),
    ...(absent.length > 0 ? [`Never drawn in ${picks} picks out of ${kinds.length} kinds: ${absent.join(', ')}.`] : []),
  ];
};
