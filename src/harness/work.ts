/** What a pool has done, and how much of it was the tools' own time. */

import { environmentNames, environments, type ToolName } from './environments.ts';

/** `seconds` is the time that the tools took in their own processes. */
export interface Work {
  readonly cases: number;
  readonly restarts: number;
  readonly seconds: Readonly<Partial<Record<ToolName, number>>>;
}

/** How much of the time the workers of the busiest environment spent in tools; `milliseconds` is what it took in all. */
export const busyShare = ({ seconds }: Pick<Work, 'seconds'>, milliseconds: number, workers: number): number => {
  const sums = environmentNames.map((name) =>
    environments[name].tools.reduce((sum, tool) => sum + (seconds[tool] ?? 0), 0),
  );
  return Math.max(...sums) / ((milliseconds / 1000) * workers);
};

/** What a pool has done between two moments. */
export const workSince = (before: Work, now: Work): Work => ({
  cases: now.cases - before.cases,
  restarts: now.restarts - before.restarts,
  seconds: Object.fromEntries(
    Object.entries(now.seconds).map(([tool, value]) => [tool, value - (before.seconds[tool as ToolName] ?? 0)]),
  ),
});
