import { describe, expect, it } from 'vitest';
import { architectureSchema, type Convention, type Count, conventions } from '../../src/engine/index.ts';
import type { Answer, Answered } from '../../src/harness/answers.ts';
import { judge } from '../../src/harness/compare.ts';
import type { Case } from '../../src/harness/corpus.ts';
import { replayedJson, replayJson, replayText } from '../../src/report/replay.ts';
import { replaySchema } from '../../src/report/schemas.ts';
import { plain } from '../../src/report/style.ts';
import { answerOf } from '../harness/faithful.ts';
import { shaped, small } from './networks.ts';

/** What thop says of the small network, but for its MACs. */
const said = (macs: string): Answered => {
  const network = shaped(small);
  const own = answerOf('thop', (conventions.get('thop') as Convention).count(network) as Count, network);
  return { ...own, totals: { ...own.totals, macs } };
};

const kept = (macs: string): Case => ({
  schema: 'countersign/case@1',
  name: 'small',
  date: '2026-01-01',
  reason: 'a test',
  architecture: architectureSchema.parse(small),
  witnesses: { thop: { status: 'answered', version: '0.1.1', totals: said(macs).totals } },
});

const replay = (recorded: string, measured: string) => {
  const convention = conventions.get('thop') as Convention;
  const network = shaped(small);
  const prediction = convention.count(network) as Count;
  const answer: Answer = said(measured);
  const verdict = judge(prediction, answer, convention, network);
  const tools = [{ tool: 'thop' as const, version: undefined, convention, prediction, answer, verdict }];
  return replayJson([replayedJson('small.json', kept(recorded), tools)]);
};

describe('replay', () => {
  it('agrees where the tool says what it said and what is predicted', () => {
    const json = replay('9216', '9216');
    expect(replaySchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    expect(json.outcome).toBe('agreement');
    expect(replayText(json, plain)).toBe('agreement  small  a test\n\n1 of 1 case in agreement\n');
  });

  it('disagrees where a tool no longer shows what the case holds, even if that is now as predicted', () => {
    const json = replay('9999', '9216');
    expect(json.outcome).toBe('disagreement');
    expect(json.cases[0]?.changed).toEqual([
      {
        tool: 'thop',
        recorded: expect.stringContaining('macs 9999, '),
        measured: expect.stringContaining('macs 9216, '),
      },
    ]);
  });

  it('disagrees where the tool says what it said and the convention predicts otherwise', () => {
    const json = replay('9999', '9999');
    expect(json.outcome).toBe('disagreement');
    expect(json.cases[0]?.changed).toEqual([]);
    expect(replayText(json, plain)).toContain('thop: disagrees');
  });
});
