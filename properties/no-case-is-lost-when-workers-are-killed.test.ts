/** Chaos: a worker of the real tools is killed every 50 cases. `COUNTERSIGN_CASES=10000` makes it a long one. */

import { expect, it } from 'vitest';
import { campaign, type Outcome } from '../src/harness/campaign.ts';
import { toolNames } from '../src/harness/environments.ts';
import type { Ask } from '../src/harness/examine.ts';
import { askOf, openPool } from '../src/harness/pool.ts';
import { fuzzJson, workJson } from '../src/report/campaign.ts';
import { groupsIgnored } from '../test/harness/faithful.ts';
import { cases, seed } from './tools.ts';

const every = 50;

/** The report without times, in which a mistake is planted, so that verdicts are of both kinds. */
const report = (outcome: Outcome): string => {
  const work = workJson({ cases: 0, restarts: 0, seconds: {} }, { milliseconds: 0, slowest: undefined }, 1);
  return JSON.stringify({ ...fuzzJson(outcome, { seed }, [], work), seconds: 0, cases_per_second: 0 });
};

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('every case has its verdict, and it is the one that it has in peace, whatever the number of workers', async () => {
  const plan = {
    seed,
    cases: cases(200),
    tools: toolNames,
    conventions: groupsIgnored,
    mostFailures: 1,
    window: 32,
  } as const;

  const peace = await openPool({ workersPerEnvironment: 1 });
  const expected = await campaign(plan, askOf(peace)).finally(() => peace.close());

  const pool = await openPool({ workersPerEnvironment: 3 });
  const seen = new Set<number>();
  const ask = askOf(pool);
  let asked = 0;
  let kills = 0;
  /** Kills a worker, unless it is gone by itself in this very moment, or none is there yet. */
  const kill = (victim: number | undefined): boolean => {
    try {
      return victim !== undefined && process.kill(victim, 'SIGKILL');
    } catch {
      return false;
    }
  };
  const dangerous: Ask = (architecture, tools, why) => {
    const pids = pool.pids();
    for (const pid of pids) seen.add(pid);
    if (why?.why === 'case') asked++;
    if (asked >= (kills + 1) * every && kill(pids[kills % pids.length])) kills++;
    return ask(architecture, tools, why);
  };
  const outcome = await campaign(plan, dangerous).finally(() => pool.close());

  expect(outcome.trouble).toBeUndefined();
  expect(kills).toBe(Math.floor(plan.cases / every));
  expect(outcome.cases).toBe(plan.cases);
  for (const counts of Object.values(outcome.verdicts))
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(plan.cases);
  expect(outcome.verdicts.thop?.disagrees).toBeGreaterThan(0);
  expect(report(outcome)).toBe(report(expected));
  expect(pool.work().restarts).toBeGreaterThan(0);
  expect([...seen].filter(isThere), 'processes that are left').toEqual([]);
}, 7_200_000);
