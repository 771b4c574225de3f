/** Pools whose workers misbehave, and what became of their processes. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { openPool, type Pool, type PoolOptions } from '../../src/harness/pool.ts';

const script = fileURLToPath(new URL('fixtures/fakeWorker.mjs', import.meta.url));

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    // One that has ended, and waits for init to notice, is gone.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** A folder in which fake workers leave their traces; removed after the test, when none of them may run any more. */
export const traces = () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  const read = (file: string): string[] => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  };
  const expectNobody = async (): Promise<void> => {
    const pids = read('pids').map(Number);
    for (let waited = 0; waited < 40 && pids.some(isRunning); waited++) await sleep(50);
    expect(pids.filter(isRunning)).toEqual([]);
  };
  onTestFinished(async () => {
    await expectNobody();
    rmSync(folder, { recursive: true });
  });
  return { folder, read, expectNobody };
};

export const fakeLaunch = (behaviour: string, folder: string) => () => ({
  file: process.execPath,
  args: [script, behaviour, folder],
  env: {},
});

/** A pool of fake workers with short limits, which is closed after the test. */
export const openFake = async (behaviour: string, options: PoolOptions = {}, trace = traces()) => {
  const pool: Pool = await openPool({
    tools: ['torch', 'thop'],
    timeLimit: 500,
    startLimit: 5_000,
    lineLimit: 1024 * 1024,
    window: 4,
    launch: fakeLaunch(behaviour, trace.folder),
    ...options,
  });
  onTestFinished(() => pool.close());
  return { pool, ...trace };
};

/** Asks `count` cases at once, the second of which is the poisoned one, and gives each one's statuses. */
export const askMany = async (pool: Pool, count = 8): Promise<string[]> => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, (_, index) => pool.ask({ architecture: { number: index + 1, poison: index === 1 } })),
  );
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled'
      ? [...new Set([...outcome.value.values()].map(({ status }) => status))].join('/')
      : outcome.reason.name,
  );
};
