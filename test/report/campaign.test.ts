import { describe, expect, it } from 'vitest';
import { window } from '../../src/engine/conventions/kernel.ts';
import { type Convention, type Count, conventions, departs } from '../../src/engine/index.ts';
import { campaign } from '../../src/harness/campaign.ts';
import type { Ask } from '../../src/harness/examine.ts';
import { fuzzJson, fuzzText, workJson } from '../../src/report/campaign.ts';
import { fuzzSchema } from '../../src/report/schemas.ts';
import { plain } from '../../src/report/style.ts';
import { answerOf } from '../harness/faithful.ts';
import { shaped } from './networks.ts';

const thop = conventions.get('thop') as Convention;

/** A thop that ignores groups, unless it is faithful. */
const ask =
  (isFaithful: boolean): Ask =>
  async (architecture, tools) => {
    const because = { because: 'Planted.', source: 'Here.' };
    const wrong = departs({ macs: 'y_numel * x1 * window' }, because, { symbols: window });
    const network = shaped(structuredClone(architecture));
    const prediction = thop.count(network, isFaithful ? thop.cells : { ...thop.cells, Conv2d: wrong });
    const answer = answerOf('thop', prediction as Count, network);
    return new Map(tools.map((tool) => [tool, answer]));
  };

const work = workJson(
  { cases: 60, restarts: 0, seconds: { thop: 1.9, torch: 1 } },
  { milliseconds: 2_000, slowest: { path: '3', milliseconds: 812 } },
  2,
);

const plan = { seed: 1, cases: 60, tools: ['thop'], kinds: ['Conv2d'], ranks: [4] } as const;

describe('fuzz', () => {
  it('tells of agreement', async () => {
    const json = fuzzJson(await campaign(plan, ask(true)), plan, [], work);
    expect(fuzzSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    expect(json).toMatchObject({ seed: 1, cases: 60, outcome: 'agreement', failures: [] });
    expect(fuzzText({ ...json, seconds: 2, cases_per_second: 30 }, plain)).toMatch(
      /^60 random networks of [0-9]+ kinds in 2 s \(30 a second, 73 % of it in the tools\), seed 1: every tool agreed on every one\n\nTool {2}agrees\nthop {6}60\n\nWhat was drawn\n/,
    );
  });

  it('hands each disagreement over as a recipe', async () => {
    const json = fuzzJson(await campaign(plan, ask(false)), plan, ['failures/case.json'], work);
    expect(fuzzSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    expect(json).toMatchObject({ outcome: 'disagreement', failures: [{ tool: 'thop', status: 'disagrees', seed: 1 }] });
    const text = fuzzText(json, plain);
    expect(text).toContain('Disagreement 1: thop, Conv2d: macs 2:1');
    expect(text).toContain('nn.Conv2d(');
    expect(text).toContain('Again: countersign replay failures/case.json');
  });
});
