/** Nothing is lost: every answer is on disk before anything is made of it, and a run goes on from wherever it was cut. */

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Refusal } from '../../src/engine/index.ts';
import { campaign, type Outcome, type Plan } from '../../src/harness/campaign.ts';
import { HarnessError } from '../../src/harness/environments.ts';
import type { Ask } from '../../src/harness/examine.ts';
import { recheck } from '../../src/harness/recheck.ts';
import { beginRun, type RunHead, readHead, readRun, resumeRun } from '../../src/harness/run.ts';
import { fuzzJson } from '../../src/report/campaign.ts';
import type { FuzzJson } from '../../src/report/schemas.ts';
import { faithful, groupsIgnored } from './faithful.ts';

/** Small networks, since the campaign is run again and again. */
const sizes = { kinds: ['Conv2d', 'ReLU', 'add'], maxLayers: 4 };
const plan: Plan = {
  ...{ seed: 3, cases: 30, tools: ['thop'], mostFailures: 1, window: 8 },
  ...sizes,
  conventions: groupsIgnored,
};
const head: RunHead = {
  schema: 'countersign/run@1',
  version: '0.1.0',
  started: '2026-01-01T00:00:00.000Z',
  plan: { seed: 3, cases: 30, tools: ['thop'] },
  versions: { thop: '0.1.1' },
};

const work = { workers: 1, restarts: 0, tool_seconds: {}, busy: 0 };
const untimed = (outcome: Outcome): string =>
  JSON.stringify({ ...fuzzJson(outcome, { seed: 3 }, [], work), seconds: 0, cases_per_second: 0 });

const newFolder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'countersign-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
};

let bytes: Buffer;
let headText: string;
let whole: string;
beforeAll(async () => {
  const made = mkdtempSync(join(tmpdir(), 'countersign-'));
  const run = await beginRun(made, head);
  whole = untimed(await campaign(plan, run.around(faithful)));
  await run.close();
  bytes = readFileSync(join(made, 'answers.jsonl'));
  headText = readFileSync(join(made, 'run.json'), 'utf8');
  rmSync(made, { recursive: true });
});

/** What that campaign left behind. */
let folder: string;
let answers: string;
beforeEach(() => {
  folder = newFolder();
  answers = join(folder, 'answers.jsonl');
  writeFileSync(join(folder, 'run.json'), headText);
  writeFileSync(answers, bytes);
});

const resumed = async (): Promise<{ outcome: string; asked: number }> => {
  let asked = 0;
  const counting: Ask = (...given) => {
    asked++;
    return faithful(...given);
  };
  const run = await resumeRun(folder);
  const outcome = untimed(await campaign(plan, run.around(counting)));
  await run.close();
  return { outcome, asked };
};

describe('a run', () => {
  it('keeps every answer, and knows them all when it goes on', async () => {
    const lines = [...readRun(folder)];
    expect(
      lines
        .filter(({ why }) => why === 'case')
        .map(({ index }) => index)
        .sort((a, b) => Number(a) - Number(b)),
    ).toEqual(Array.from({ length: 30 }, (_, index) => index));
    expect(new Set(lines.map(({ why }) => why))).toEqual(new Set(['case', 'confirming', 'shrinking']));
    expect(await readHead(folder)).toEqual(head);
    expect(await resumed()).toEqual({ outcome: whole, asked: 0 });
  });

  it('goes on to the same end from wherever it was cut off', async () => {
    // Nothing, all but the last byte, and three places within lines.
    for (const kept of [0, bytes.length / 5, bytes.length / 2, (bytes.length * 7) / 8, bytes.length - 1]) {
      const rest = bytes.subarray(0, kept);
      writeFileSync(answers, rest);
      const lines = rest.filter((byte) => byte === 10).length;
      const { outcome, asked } = await resumed();
      expect(outcome).toBe(whole);
      expect(asked).toBeLessThanOrEqual(bytes.filter((byte) => byte === 10).length - lines);
      expect(asked).toBeGreaterThan(0);
      expect([...readRun(folder)].length).toBe(lines + asked);
    }
  });

  it('has a case on disk before anything is made of it', async () => {
    const other = join(folder, 'other');
    const run = await beginRun(other, head);
    const ask = run.around(faithful);
    await campaign(plan, async (architecture, tools, why) => {
      const told = await ask(architecture, tools, why);
      expect(readFileSync(join(other, 'answers.jsonl'), 'utf8')).toContain(JSON.stringify(architecture));
      return told;
    });
    await run.close();
  });

  it('stops at a full disk with what it has, says so, and goes on when there is room', async () => {
    const other = join(folder, 'other');
    let room = bytes.length / 3;
    const append = async (text: string): Promise<void> => {
      const fitting = text.slice(0, room);
      room -= fitting.length;
      appendFileSync(join(other, 'answers.jsonl'), fitting);
      if (fitting.length < text.length)
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    const run = await beginRun(other, head, { append });
    const outcome = await campaign(plan, run.around(faithful));
    await run.close();
    expect(outcome.trouble?.error).toBeInstanceOf(HarnessError);
    expect(String(outcome.trouble?.error)).toContain(
      `no space left on device, write. What came before is kept: make room, then go on with "countersign fuzz --resume ${other}".`,
    );
    expect(outcome.cases).toBeGreaterThan(5);
    expect(outcome.cases).toBeLessThan(30);
    expect(outcome.failures).toHaveLength(1);
    folder = other;
    expect((await resumed()).outcome).toBe(whole);
  });

  it('is not begun twice in one folder, and is not found where there is none', async () => {
    await expect(beginRun(folder, head)).rejects.toThrow('There is a run in it already');
    await expect(readHead(tmpdir())).rejects.toThrow(Refusal);
    appendFileSync(answers, '{"why":"case"}\n');
    expect(() => [...readRun(folder)]).toThrow(/answers\.jsonl, line [0-9]+/);
  });
});

describe('kept answers', () => {
  it('are judged by the formulas of today, as the campaign judged them', async () => {
    const { failures, verdicts } = JSON.parse(whole) as FuzzJson;
    const { doubts, ...rest } = await recheck(readRun(folder), { conventions: groupsIgnored });
    expect(rest).toEqual({ cases: 30, verdicts });
    expect(doubts).toMatchObject([{ alike: (verdicts.thop?.disagrees ?? 0) - 1, architecture: failures[0]?.original }]);
    expect(await recheck(readRun(folder))).toEqual({ cases: 30, verdicts: { thop: { agrees: 30 } }, doubts: [] });
  });
});

describe('an answer that a fresh worker does not repeat', () => {
  it('is flaky, and no failure; kept, it is so again', async () => {
    const lying: Ask = async (architecture, tools, why) => {
      const told = await faithful(architecture, tools, why);
      const [thop] = told.values();
      if (why?.why !== 'case' || why.index % 10 !== 0 || thop?.status !== 'answered') return told;
      return new Map([['thop', { ...thop, totals: { ...thop.totals, macs: '1' } }]]);
    };
    const other = join(folder, 'other');
    const run = await beginRun(other, head);
    const found: string[] = [];
    const outcome = await campaign({ ...plan, conventions: undefined } as Plan, run.around(lying), {
      onFound: ({ examined }) => void found.push(examined.verdict.status),
    });
    await run.close();
    expect(outcome.failures).toEqual([]);
    expect(outcome.verdicts.thop).toEqual({ agrees: 27, flaky: 3 });
    expect(found).toEqual(Array.from({ length: 3 }, () => 'flaky'));
    expect((await recheck(readRun(other))).verdicts).toEqual(outcome.verdicts);
  });
});
