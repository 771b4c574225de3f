/** How far a campaign is, in one line that begins with what matters most, since a terminal may cut it. */

import type { Plan, Tally } from '../harness/campaign.ts';

/** What a campaign is to reach. */
export interface Aim {
  /** Cases of this part of it. */
  readonly cases?: number | undefined;
  /** Milliseconds, with those spent before. */
  readonly budget?: number | undefined;
  /** Milliseconds that earlier parts of a resumed run took; what they answered comes again at once. */
  readonly spent: number;
}

/** What a plan is to reach by itself, where it is one of several shards its own cases alone. */
export const aimOf = ({ cases, budget, shard = { part: 1, of: 1 } }: Plan, spent: number): Aim => ({
  cases: cases === undefined ? undefined : Math.ceil((cases - shard.part + 1) / shard.of),
  budget,
  spent,
});

const durationText = (milliseconds: number): string => {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
};

/** What is left where that can be told, of the time given or of what the cases left will take; what went by otherwise. */
const timeText = ({ cases, milliseconds }: Tally, { budget, cases: all, spent }: Aim): string => {
  const gone = spent + milliseconds;
  const byTime = budget === undefined ? Number.POSITIVE_INFINITY : budget - gone;
  const byCases = all === undefined || cases === 0 ? Number.POSITIVE_INFINITY : ((all - cases) * gone) / cases;
  const left = Math.max(0, Math.min(byTime, byCases));
  return Number.isFinite(left) ? `${durationText(left)} left` : durationText(gone);
};

/** How often each verdict came, agreement first; of any other, from which tools. */
const verdictsText = (verdicts: Tally['verdicts']): string => {
  const toolsBy = new Map<string, [tool: string, count: number][]>([['agrees', []]]);
  for (const [tool, counts] of Object.entries(verdicts))
    for (const [status, count] of Object.entries(counts))
      toolsBy.set(status, [...(toolsBy.get(status) ?? []), [tool, count]]);
  const texts = [...toolsBy].map(([status, tools]) => {
    const total = tools.reduce((sum, [, count]) => sum + count, 0);
    const named = tools.map(([tool, count]) => (tools.length > 1 ? `${tool} ${count}` : tool)).join(', ');
    return status === 'agrees' ? `${total} agree` : `${total} ${status} (${named})`;
  });
  return texts.join(', ');
};

/** The line: phase, how far, how fast, time left, verdicts. */
export const progressLine = (tally: Tally, aim: Aim): string => {
  const { cases, milliseconds, verdicts, shrinking } = tally;
  if (shrinking) {
    const { number, of, tool, executions } = shrinking;
    return `Shrinking ${number} of ${of}, ${tool}, asked ${executions} times; ${cases} networks: ${verdictsText(verdicts)}`;
  }
  const rate = milliseconds > 0 ? (cases / milliseconds) * 1000 : 0;
  const of = aim.cases === undefined ? '' : ` of ${aim.cases}`;
  return `${cases}${of} networks, ${rate.toFixed(1)}/s, ${timeText(tally, aim)}: ${verdictsText(verdicts)}`;
};
