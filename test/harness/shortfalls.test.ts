/** A run that tested nothing is told from one that found nothing, and a short one never is by chance. */

import { describe, expect, it } from 'vitest';
import { campaign, type Plan } from '../../src/harness/campaign.ts';
import type { ToolName } from '../../src/harness/environments.ts';
import { shortfalls } from '../../src/harness/shortfalls.ts';
import { openStatistics } from '../../src/harness/statistics.ts';
import { faithful } from './faithful.ts';

/** The tools' answers of a campaign are those that their conventions predict. */
const run = (plan: Partial<Plan>) =>
  campaign({ seed: 1, cases: 20, tools: ['thop', 'ptflops-aten'], ...plan }, faithful);

const statistics = openStatistics(['thop'], {}).read();

describe('a run falls short', () => {
  it.each([
    ['without any case', { cases: 0 }, {}, ['No network was tried: 0 cases.']],
    [
      'where no tool gave a figure',
      { cases: 50 },
      { picks: 250 },
      ['No tool gave a figure to compare in any of 50 cases.'],
    ],
    [
      'where a tool hardly gave any',
      { cases: 400 },
      { picks: 250, compared: { thop: 7 }, calls: { Conv2d: 200, relu: 50 } },
      ['thop gave figures to compare in 7 of 400 cases.'],
    ],
    [
      'where a kind was never drawn',
      { cases: 400 },
      { picks: 1_000, compared: { thop: 400 }, calls: { relu: 900 } },
      ['Never drawn in 1000 picks out of 2 kinds: Conv2d.'],
    ],
  ])('%s', (_, given, drawn, expected) => {
    const tested = { verdicts: { thop: {} }, ...given, statistics: { ...statistics, ...drawn } };
    expect(shortfalls(tested, { kinds: ['Conv2d', 'relu'] })).toEqual(expected);
  });

  it('in a campaign whose tools raise whatever they are given, as predicted', async () => {
    const tools: ToolName[] = ['torchsummary'];
    const { shortfalls: found, verdicts } = await run({ cases: 60, tools, kinds: ['LSTM'], maxPicks: 1, plain: true });
    expect(verdicts).toEqual({ torchsummary: { agrees: 60 } });
    expect(found).toEqual(['No tool gave a figure to compare in any of 60 cases.']);
  });
});

describe('a run does not fall short', () => {
  it.each([1, 2, 3, 10, 49])('with %i cases', async (cases) => {
    expect((await run({ cases })).shortfalls).toEqual([]);
  });

  it('with many cases of everything', async () => {
    expect((await run({ cases: 300, tools: ['thop', 'ptflops-aten'] })).shortfalls).toEqual([]);
  });
});

describe('statistics', () => {
  it('are the same whatever is asked at the same time', async () => {
    const [one, many] = await Promise.all([1, 16].map((window) => run({ cases: 100, window })));
    expect(many?.statistics).toEqual(one?.statistics);
    expect(one?.statistics.picks).toBeGreaterThan(100);
  });

  it('of the parts of a campaign add up to those of the whole', async () => {
    const whole = await run({ cases: 30 });
    const parts = await Promise.all([1, 2, 3].map((part) => run({ cases: 30, shard: { part, of: 3 } })));
    expect(parts.map(({ cases }) => cases)).toEqual([10, 10, 10]);
    for (const kind of Object.keys(whole.statistics.calls))
      expect(
        parts.reduce((sum, part) => sum + (part.statistics.calls[kind] ?? 0), 0),
        kind,
      ).toBe(whole.statistics.calls[kind]);
  });
});
