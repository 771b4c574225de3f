/** The harness must find a planted mistake quickly and hand over the guilty layers alone, at their smallest. `npm run planted` is the whole of it. */

import { describe, expect, it } from 'vitest';
import { campaign, type Plan } from '../../src/harness/campaign.ts';
import { type Bug, bugs, kindsOfMistakes } from './planted/bugs.ts';
import { casesBySeed, summary, type Trial, trial } from './planted/measure.ts';
import { faithful, planted, rightly } from './planted/tool.ts';

const plan = (seed: number): Plan => ({
  seed,
  cases: 200,
  tools: ['torchprofile'],
  conventions: planted(rightly),
  mostFailures: 1,
});

it('is tried on fifty mistakes and more', () => {
  expect(bugs.length).toBeGreaterThanOrEqual(50);
  expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
});

it('is found within 100 cases, and handed over as the guilty layers alone, each number at its least', async () => {
  const trials: Trial[] = [];
  const caseAt = casesBySeed(1, { kinds: kindsOfMistakes });
  for (const bug of bugs) {
    const one = await trial(bug, 1, caseAt);
    trials.push(one);
    expect(one.layers, bug.name).toBeLessThanOrEqual(bug.layers);
    expect(one.executions, bug.name).toBeLessThanOrEqual(200);
  }
  const { found, minimal, layers } = summary(trials);
  expect(found).toBe(bugs.length);
  expect(minimal).toBeGreaterThanOrEqual(0.95);
  expect(layers).toBeLessThanOrEqual(1.5);
}, 60_000);

describe('a campaign', () => {
  it('finds nothing where nothing is wrong', async () => {
    const outcome = await campaign(plan(1), faithful);
    expect(outcome).toMatchObject({ cases: 200, failures: [], interrupted: false });
    expect(outcome.verdicts.torchprofile).toEqual({ agrees: 200 });
  });

  it('gives the same outcome for the same seed, whatever is asked at the same time', async () => {
    const wrong = bugs.find(({ name }) => name === 'Conv2d: groups ignored') as Bug;
    const given = { ...plan(7), conventions: planted(wrong.mistake), mostFailures: 5 };
    const [one, many] = await Promise.all([1, 16].map((window) => campaign({ ...given, window }, faithful)));
    expect(many?.failures).toEqual(one?.failures);
    expect(many?.verdicts).toEqual(one?.verdicts);
  });

  it('tells two mistakes apart that differ in the same figure', async () => {
    const named = (name: string) => (bugs.find((bug) => bug.name === name) as Bug).mistake;
    const [one, other] = [named('Conv2d: groups ignored'), named('Linear: bias ignored')];
    const conventions = planted((call, context) => one(call, context) ?? other(call, context));
    // A transformer has a Linear of its own.
    const kinds = ['Conv2d', 'Linear', 'ReLU', 'flatten'];
    const { failures } = await campaign({ ...plan(1), kinds, conventions, mostFailures: 5 }, faithful);
    const guilty = failures.map(({ architecture }) => architecture.modules?.map((made) => 'kind' in made && made.kind));
    expect(guilty.flat().sort()).toEqual(['Conv2d', 'Linear']);
  });
});
