/** Workers out of a process that forks them: none is left behind, whoever of them is killed. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { HarnessError } from '../../src/harness/environments.ts';
import type { PoolOptions } from '../../src/harness/pool.ts';
import { askMany, openFake, traces } from './fakes.ts';

const script = fileURLToPath(new URL('fixtures/fakeNursery.mjs', import.meta.url));

const open = (behaviour: string, options: PoolOptions = {}) => {
  const trace = traces();
  const launch = () => ({ file: process.execPath, args: [script, behaviour, trace.folder], env: {}, forks: true });
  return openFake(behaviour, { launch, workersPerEnvironment: 2, timeLimit: 10_000, ...options }, trace);
};

describe('a nursery', () => {
  it('gives as many workers as are wanted, and leaves nobody and nothing behind', async () => {
    const places = mkdtempSync(join(tmpdir(), 'countersign-'));
    vi.stubEnv('TMPDIR', places);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(places, { recursive: true });
    });
    const { pool, read, expectNobody } = await open('well');
    expect(pool.pids()).toHaveLength(2);
    expect(await askMany(pool, 20)).toEqual([...Array(20)].map((_, index) => (index === 1 ? 'died' : 'answered')));
    expect((await pool.ask({ architecture: {}, isFresh: true })).get('thop')?.status).toBe('answered');
    await pool.close();
    await expectNobody();
    // One that gives them and two that stay; one for each try of the poisoned case, and a fresh one.
    expect(read('pids').length).toBeGreaterThanOrEqual(1 + 2 + 4 + 1);
    // The folder of traces, and none with a socket.
    expect(readdirSync(places)).toHaveLength(1);
  });

  it('keeps the exit code and the last words of a worker', async () => {
    const { pool } = await open('well');
    expect((await pool.ask({ architecture: { poison: true } })).get('torch')).toEqual({
      status: 'died',
      message: 'The worker ended with exit code 7.',
      stderr: ['last words'],
    });
  });

  it('is replaced where it is killed itself, and no case is lost', async () => {
    const { pool, read } = await open('well');
    const asked = Promise.all(Array.from({ length: 300 }, (_, number) => pool.ask({ architecture: { number } })));
    await sleep(50);
    process.kill(Number(read('pids')[0]), 'SIGKILL');
    for (const answers of await asked) expect(answers.get('thop')?.status).toBe('answered');
    expect(pool.work().restarts).toBeGreaterThan(0);
  });

  it.each([
    ['dies at once', 'exit code 1. Its last words:\n  ImportError: no torch here'],
    ['talks nonsense', 'The worker was ended by SIGKILL'],
    ['bears nobody', 'did not say that it is ready within 500 ms'],
  ])('that %s is told of', async (behaviour, message) => {
    const opened = open(behaviour, { startLimit: 500 });
    await expect(opened).rejects.toThrow(HarnessError);
    await expect(opened).rejects.toThrow(message);
  });
});
