/** Campaigns over the same cases with one and two workers, one case at a time and many. */

import { campaign } from '../../src/harness/campaign.ts';
import type { Sizes } from '../../src/harness/cases.ts';
import type { ToolName } from '../../src/harness/environments.ts';
import { toolNames } from '../../src/harness/environments.ts';
import { askOf, openPool } from '../../src/harness/pool.ts';
import type { Floors } from './floor.ts';
import type { Row } from './row.ts';

export interface Setting {
  /** What is drawn: everything unless stated. */
  readonly sizes?: Sizes;
  readonly tools: readonly ToolName[];
  readonly workers: number;
  /** Cases that a worker holds at once. */
  readonly window: number;
}

export interface Measured {
  readonly rate: number;
  /** Seconds that the tools took in their own processes, for each case. */
  readonly inTools: number;
}

export const seed = 20260101;

/** Cases that a worker has served before time counts. */
const warmUp = 40;

/** Runs a campaign as `fuzz` does; throws where a tool does not agree. */
export const measure = async ({ tools, workers, window, sizes }: Setting, cases: number): Promise<Measured> => {
  const pool = await openPool({ tools, workersPerEnvironment: workers, window });
  try {
    const run = async (count: number) => {
      const before = pool.work().seconds;
      const outcome = await campaign({ ...sizes, seed, cases: count, tools, window: workers * window }, askOf(pool));
      const after = pool.work().seconds;
      if (outcome.trouble) throw outcome.trouble.error;
      const failed = tools.find((tool) => outcome.verdicts[tool]?.agrees !== count);
      if (failed) throw new Error(`${failed} does not agree on every case, so what it takes says nothing.`);
      const inTools = tools.reduce((sum, tool) => sum + (after[tool] ?? 0) - (before[tool] ?? 0), 0);
      return { rate: count / (outcome.milliseconds / 1000), inTools: inTools / count };
    };
    await run(warmUp);
    return await run(cases);
  } finally {
    await pool.close();
  }
};

const nameOf = ({ workers, window }: Setting): string =>
  `${workers} ${workers === 1 ? 'worker' : 'workers'}, ${window === 1 ? 'one case at a time' : `${window} at once`}`;

/** Time of the workers over the time of the tools in them, less one, in per cent. */
const overhead = ({ rate, inTools }: Measured, workers: number): number => 100 * (workers / (rate * inTools) - 1);

export const harnessRows = async (
  label: string,
  tools: readonly ToolName[],
  cases: number,
  floors: Floors,
): Promise<Row[]> => {
  const section = `campaigns: ${label}`;
  const rows: Row[] = [];
  const rates = new Map<string, number>();
  for (const setting of [
    { tools, workers: 1, window: 1 },
    { tools, workers: 1, window: 16 },
    { tools, workers: 2, window: 1 },
    { tools, workers: 2, window: 16 },
  ] as const) {
    const measured = await measure(setting, cases);
    const { workers, window } = setting;
    const name = nameOf(setting);
    rates.set(name, measured.rate);
    rows.push({ section, name, value: measured.rate, unit: 'cases/s' });
    const atMost = window === 1 ? 6 : 2;
    rows.push({
      section,
      name: `${name}: overhead`,
      value: overhead(measured, workers),
      unit: '% of the time in tools',
      atMost,
    });
    // Bare loops read the same cases and call the same tools, but draw, predict and compare nothing.
    rows.push({
      section,
      name: `${name}: over bare loops`,
      value: 100 * (floors[workers] / measured.rate - 1),
      unit: '% of their time',
      atMost,
    });
  }
  const ratio = (window: number): number =>
    (rates.get(nameOf({ tools, workers: 2, window })) ?? 0) / (rates.get(nameOf({ tools, workers: 1, window })) ?? 1);
  return [...rows, { section, name: '2 workers against 1', value: ratio(16), unit: 'times', atLeast: 1.9 }];
};

/** All tools, in all environments, as `fuzz` asks them. */
export const everyToolRows = async (workers: number, cases: number): Promise<Row[]> => {
  const { rate } = await measure({ tools: toolNames, workers, window: 8 }, cases);
  return [
    { section: 'campaigns: every tool', name: `${workers} workers in each environment`, value: rate, unit: 'cases/s' },
  ];
};
