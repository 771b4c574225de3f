/** What `fuzz` and `ci` do around a campaign: absent tools, the corpus that is replayed first, and what is left for others to read. */

import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeArtifacts } from '../../src/cli/artifacts.ts';
import { corpusFrom, replayCorpus } from '../../src/cli/corpus.ts';
import { UsageError } from '../../src/cli/exit.ts';
import { noteMissing, type Tools } from '../../src/cli/tools.ts';
import { architectureSchema, Refusal } from '../../src/engine/index.ts';
import { campaign } from '../../src/harness/campaign.ts';
import { type Case, witnessOf, writeCase } from '../../src/harness/corpus.ts';
import { HarnessError, type ToolName } from '../../src/harness/environments.ts';
import type { Pool } from '../../src/harness/pool.ts';
import { fuzzJson } from '../../src/report/campaign.ts';
import { fuzzSchema } from '../../src/report/schemas.ts';
import { summaryMarkdown } from '../../src/report/summary.ts';
import { faithful } from '../harness/faithful.ts';
import { scratch, writeJson } from './run.ts';

const folder = scratch();

/** Tools that count as their conventions say, without those that are missing. */
const toolsWithout = (...missing: readonly ToolName[]): Tools => {
  const versions = {
    tools: new Map([['thop', '0.1.1']] as const),
    missing: new Map(missing.map((tool) => [tool, 'No module of that name'])),
    environments: new Map(),
  };
  const ask: Pool['ask'] = (question) =>
    'architecture' in question
      ? faithful(architectureSchema.parse(question.architecture), question.tools ?? ['thop'])
      : Promise.reject(new Error('Only architectures are asked about here.'));
  const pool: Pool = {
    versions,
    ask,
    record: () => Promise.reject(new Error('Nothing is recorded here.')),
    workers: 1,
    capacity: 1,
    work: () => ({ cases: 0, restarts: 0, seconds: {} }),
    pids: () => [],
    close: async () => {},
  };
  return { pool, present: ['thop'] };
};

let said: string;
beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('a tool that is absent', () => {
  it('ends a run, unless it may go on without', () => {
    const tools = toolsWithout('ptflops');
    expect(() => noteMissing(tools, false)).toThrow(HarnessError);
    expect(() => noteMissing(tools, false)).toThrow('ptflops cannot be asked');
    said = '';
    noteMissing(tools, true);
    expect(said).toContain('Without ptflops: No module of that name');
    noteMissing(toolsWithout(), false);
  });
});

describe('the corpus', () => {
  const architecture = architectureSchema.parse({
    inputs: [{ name: 'x', shape: [1, 4] }],
    modules: [{ path: 'fc', kind: 'Linear', options: { in_features: 4, out_features: 3 } }],
    calls: [{ id: 'fc', module: 'fc', inputs: ['x'] }],
    outputs: ['fc'],
  });
  const keep = async (place: string, name: string, macs?: string): Promise<string> => {
    const answer = (await faithful(architecture, ['thop'])).get('thop');
    const witness = answer && witnessOf(answer);
    if (witness?.status !== 'answered') throw new Error('It has no answer.');
    const thop = macs === undefined ? witness : { ...witness, totals: { ...witness.totals, macs } };
    const made: Case = {
      schema: 'countersign/case@1',
      name,
      date: '2026-01-01',
      reason: 'It was wrong once.',
      architecture,
      witnesses: { thop },
    };
    return writeCase(place, made);
  };

  it('is asked again, case by case: what no longer is as it was kept disagrees', async () => {
    const place = join(folder, 'named');
    const held = await keep(place, 'held');
    const lost = await keep(place, 'lost', '13');
    const replayed = await replayCorpus({ folder: place, isNamed: true }, toolsWithout(), new AbortController().signal);
    expect(replayed?.cases).toEqual([
      { file: held, outcome: 'agreement', reason: 'It was wrong once.' },
      { file: lost, outcome: 'disagreement', reason: 'It was wrong once.' },
    ]);
  });

  it('holds nothing but cases where it is named, and may hold other things where it is only called so', async () => {
    const place = join(folder, 'mixed');
    await keep(place, 'held');
    writeJson(place, 'other.json', { words: ['of', 'a', 'language'] });
    const { signal } = new AbortController();
    await expect(replayCorpus({ folder: place, isNamed: true }, toolsWithout(), signal)).rejects.toThrow(Refusal);
    const replayed = await replayCorpus({ folder: place, isNamed: false }, toolsWithout(), signal);
    expect(replayed?.cases.map(({ outcome }) => outcome)).toEqual(['agreement']);
  });

  it('is none where the user wants none, and must be there where it is named', () => {
    expect(corpusFrom(false)).toBeUndefined();
    expect(() => corpusFrom(join(folder, 'nowhere'))).toThrow(UsageError);
  });
});

describe('artifacts', () => {
  it('are three files, and the summary is added to that of the step', async () => {
    const place = join(folder, 'artifacts');
    const step = join(folder, 'step.md');
    mkdirSync(folder, { recursive: true });
    appendFileSync(step, 'What an earlier step said.\n');
    vi.stubEnv('GITHUB_STEP_SUMMARY', step);
    const plan = { seed: 3, cases: 10, tools: ['thop'], kinds: ['Conv2d'] } as const;
    const work = { workers: 1, restarts: 0, tool_seconds: {}, busy: 0 };
    const result = fuzzJson(await campaign(plan, faithful), plan, [], work);
    await writeArtifacts(place, result);
    expect(readdirSync(place).sort()).toEqual(['junit.xml', 'result.json', 'summary.md']);
    expect(fuzzSchema.parse(JSON.parse(readFileSync(join(place, 'result.json'), 'utf8')))).toEqual(result);
    expect(readFileSync(step, 'utf8')).toBe(`What an earlier step said.\n${summaryMarkdown(result)}`);
    await expect(writeArtifacts(join(step, 'within'), result)).rejects.toThrow(HarnessError);
  });
});
