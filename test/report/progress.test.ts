import { describe, expect, it } from 'vitest';
import { campaign, type Plan, type Tally } from '../../src/harness/campaign.ts';
import { aimOf, progressLine } from '../../src/report/progress.ts';
import { faithful, groupsIgnored } from '../harness/faithful.ts';

const verdicts = { torch: { agrees: 50 }, thop: { agrees: 46, disagrees: 1, died: 3 }, fvcore: { disagrees: 2 } };
const tally: Tally = { cases: 50, milliseconds: 5_000, verdicts: { torch: { agrees: 50 } }, kinds: {} };
const plan: Plan = { seed: 1, tools: ['thop'] };

describe('progress', () => {
  it('tells how far it is, how fast and for how long, and names the tools behind all but agreement', () => {
    expect(progressLine(tally, { spent: 0 })).toBe('50 networks, 10.0/s, 5 s: 50 agree');
    expect(progressLine({ ...tally, verdicts }, { spent: 0, budget: 60_000 })).toBe(
      '50 networks, 10.0/s, 55 s left: 96 agree, 3 disagrees (thop 1, fvcore 2), 3 died (thop)',
    );
    expect(progressLine({ ...tally, cases: 0, milliseconds: 0, verdicts: {} }, { spent: 0, cases: 9 })).toBe(
      '0 of 9 networks, 0.0/s, 0 s: 0 agree',
    );
  });

  it('tells what is left of time or cases, whichever ends first', () => {
    expect(progressLine(tally, { spent: 0, cases: 2_050 })).toBe('50 of 2050 networks, 10.0/s, 3 min left: 50 agree');
    expect(progressLine(tally, { spent: 0, cases: 2_050, budget: 60_000 })).toContain(' 55 s left:');
    expect(progressLine(tally, { spent: 0, cases: 100_050 })).toContain(' 2.8 h left:');
    expect(progressLine(tally, { spent: 0, budget: 1_000 })).toContain(' 0 s left:');
  });

  it('does not take what a resumed run knows already for speed, nor for time given', () => {
    expect(progressLine({ ...tally, milliseconds: 100 }, { spent: 4_900, cases: 100 })).toContain(' 5 s left:');
    expect(progressLine(tally, { spent: 20_000, budget: 60_000 })).toContain(' 35 s left:');
  });

  it('is of a part of a campaign, where it is one of several', () => {
    const cases = [1, 2, 3].map((part) => aimOf({ ...plan, cases: 100, shard: { part, of: 3 } }, 0).cases);
    expect(cases).toEqual([34, 33, 33]);
    expect(aimOf({ ...plan, budget: 5 }, 7)).toEqual({ cases: undefined, budget: 5, spent: 7 });
  });

  it('tells of each question while a failure is made small', async () => {
    const lines: string[] = [];
    const onProgress = (now: Tally) => void lines.push(progressLine(now, aimOf(given, 0)));
    const kinds = ['Conv2d', 'relu'];
    const given: Plan = { ...plan, seed: 3, cases: 30, kinds, conventions: groupsIgnored, window: 1 };
    const { failures, cases, verdicts: last } = await campaign(given, faithful, { onProgress });
    const asked = failures[0]?.executions as number;
    expect(lines).toHaveLength(cases + asked);
    expect(lines[0]).toMatch(/^1 of 30 networks, .* agree/);
    const { agrees, disagrees } = last.thop as Record<string, number>;
    expect(lines.at(-1)).toBe(
      `Shrinking 1 of 1, thop, asked ${asked - 1} times; 30 networks: ${agrees} agree, ${disagrees} disagrees (thop)`,
    );
  });
});
