import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { packageRoot } from '../src/harness/environments.ts';
import { readRun } from '../src/harness/run.ts';
import type { FuzzJson, RecheckJson } from '../src/report/schemas.ts';
import { cases, seed } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
const run = join(folder, 'run');
afterAll(() => rmSync(folder, { recursive: true }));

const start = (...args: readonly string[]) => {
  const file = join(packageRoot, 'src', 'cli', 'main.ts');
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(text)));
  return { child, ended };
};

const untimed = (text: string): Omit<FuzzJson, 'seconds' | 'cases_per_second' | 'work'> => {
  const { seconds: _, cases_per_second: __, work: ___, ...rest } = JSON.parse(text) as FuzzJson;
  return rest;
};

const kept = (): number => {
  const file = join(run, 'answers.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
};

it('whatever was killed, interrupted, or run by another number of workers', async () => {
  const count = cases(150);
  const usual = ['fuzz', '--cases', String(count), '--seed', String(seed), '--tools', 'torch,thop', '--json'];
  const whole = await start(...usual, '--workers', '1').ended;

  const killed = start(...usual, '--workers', '3', '--keep', run);
  while (kept() < count / 5) await sleep(10);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const afterKill = kept();
  expect(afterKill).toBeLessThan(count);

  const interrupted = start('fuzz', '--resume', run, '--json', '--workers', '2');
  while (kept() < afterKill + count / 5) await sleep(10);
  interrupted.child.kill('SIGINT');
  const partly = JSON.parse(await interrupted.ended) as FuzzJson;
  expect(interrupted.child.exitCode).toBe(130);
  expect(partly.interrupted).toBe(true);
  expect(partly.cases).toBeGreaterThanOrEqual(afterKill);

  const resumed = await start('fuzz', '--resume', run, '--json').ended;
  expect(untimed(resumed)).toEqual(untimed(whole));
  expect(JSON.stringify(untimed(resumed))).toBe(JSON.stringify(untimed(whole)));
  expect([...readRun(run)].length).toBe(count);

  const rechecked = JSON.parse(await start('recheck', run, '--json').ended) as RecheckJson;
  expect(rechecked).toMatchObject({ cases: count, outcome: 'agreement', verdicts: untimed(whole).verdicts });
}, 600_000);
