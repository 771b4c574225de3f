import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/engine/index.ts';
import { HarnessError } from '../../src/harness/environments.ts';
import { ProtocolError } from '../../src/harness/protocol.ts';
import { askMany, fakeLaunch, openFake, traces } from './fakes.ts';

const all = (status: string, count = 8): string[] => Array.from({ length: count }, () => status);
const butTheSecond = (status: string): string[] => all('answered').with(1, status);

describe('a pool', () => {
  it('asks every tool and sums the time that they took', async () => {
    const { pool } = await openFake('well');
    const answers = await pool.ask({ architecture: {} });
    expect([...answers.keys()]).toEqual(['torch', 'thop']);
    expect(answers.get('torch')).toEqual({ status: 'answered', totals: { params: '7' }, layers: [], seconds: 0.5 });
    expect(pool.work()).toEqual({ cases: 1, restarts: 0, seconds: { torch: 0.5, thop: 0.5 } });
  });

  it('distributes tools to their environments and says which cannot be imported', async () => {
    const { pool, read } = await openFake('well', { tools: ['torch', 'torchstat', 'ptflops'] });
    expect(read('pids')).toHaveLength(2);
    const answers = await pool.ask({ architecture: {} });
    expect([...answers].map(([tool, { status }]) => `${tool} ${status}`)).toEqual([
      'torch answered',
      'torchstat answered',
      'ptflops missing',
    ]);
    expect(pool.versions.missing.get('ptflops')).toBe("No module named 'ptflops'");
    expect(pool.versions.tools.get('torchstat')).toBe('0.0.7');
    expect(pool.versions.environments.get('main')).toEqual({ python: '3.11.7', torch: '2.15.0' });
  });

  it('calls the tools of an absent environment missing', async () => {
    const trace = traces();
    const launch = (name: string) =>
      name === 'main' ? fakeLaunch('well', trace.folder)() : { absent: 'No Python suits it.' };
    const { pool } = await openFake('', { launch, tools: ['torch', 'torchstat'] }, trace);
    const answers = await pool.ask({ architecture: {} });
    expect(answers.get('torch')?.status).toBe('answered');
    expect(answers.get('torchstat')).toEqual({ status: 'missing', message: 'No Python suits it.' });
  });

  it('asks only the tools that are named', async () => {
    const { pool } = await openFake('well');
    expect([...(await pool.ask({ architecture: {}, tools: ['thop'] })).keys()]).toEqual(['thop']);
    await expect(pool.ask({ architecture: {}, tools: ['ptflops'] })).rejects.toThrow('opened without ptflops');
  });

  it('spreads cases over its workers', async () => {
    const { pool, read } = await openFake('well', { workersPerEnvironment: 3 });
    expect(await askMany(pool, 60)).toEqual(all('answered', 60));
    expect(read('pids')).toHaveLength(3);
    expect(new Set(read('asked')).size).toBe(60);
  });

  it('tells its workers how much memory they may take', async () => {
    const { read } = await openFake('well', { memoryLimit: 5_000_000 });
    expect(read('arguments')).toEqual(['--memory 5000000']);
  });

  it('records an architecture and asks about a source', async () => {
    const { pool } = await openFake('well');
    const source = { file: '/a.py', name: 'A' };
    const inputs = [{ shape: [1, 3], dtype: 'float32' }];
    expect(await pool.record(source, inputs)).toEqual({ name: 'Recorded' });
    expect((await pool.ask({ source, inputs })).get('thop')?.status).toBe('answered');
  });

  it('closes quietly, and by force where a worker does not go', async () => {
    for (const [behaviour, least] of [
      ['well', 0],
      ['stays', 1_900],
    ] as const) {
      const { pool, expectNobody } = await openFake(behaviour);
      const start = performance.now();
      await pool.close();
      const time = performance.now() - start;
      expect(time).toBeGreaterThanOrEqual(least);
      expect(time).toBeLessThan(least + 1_500);
      await expectNobody();
      await expect(pool.ask({ architecture: {} })).rejects.toThrow(HarnessError);
    }
  });

  it('ends at once when its signal is given', async () => {
    const controller = new AbortController();
    const { pool, expectNobody } = await openFake('poison hangs', { signal: controller.signal, timeLimit: 60_000 });
    const asked = askMany(pool);
    setTimeout(() => controller.abort(), 100);
    const outcomes = await asked;
    expect(outcomes).toContain('answered');
    expect(outcomes[1]).not.toBe('answered');
    await expectNobody();
  });

  it.each(['exit', 'SIGTERM', 'throw', 'SIGKILL'])(
    'takes its workers along when the program ends by %s',
    async (way) => {
      const { folder, expectNobody, read } = traces();
      const script = fileURLToPath(new URL('fixtures/leave.ts', import.meta.url));
      spawnSync(process.execPath, [script, way, folder], { timeout: 15_000 });
      expect(read('asked')).toEqual(['1']);
      await expectNobody();
    },
  );

  it('leaves nobody behind when its signal is given while it opens', async () => {
    await expect(openFake('never ready', { signal: AbortSignal.timeout(200) })).rejects.toThrow('aborted');
  });
});

describe('a worker that comes to no handshake', () => {
  it.each([
    ['dies at once', 'exit code 1. Its last words:\n  ImportError: no torch here'],
    ['never ready', 'did not say that it is ready within 300 ms'],
    ['says nothing and ignores the end of its input', 'did not say that it is ready within 300 ms'],
    ['another protocol', 'speaks protocol 3, this program 2'],
    ['garbage for a handshake', 'A line that is not JSON, got "Hello from a library"'],
  ])('%s', async (behaviour, message) => {
    const startLimit = message.includes('300 ms') ? 300 : 5_000;
    const opened = openFake(behaviour, { startLimit });
    await expect(opened).rejects.toThrow(HarnessError);
    await expect(opened).rejects.toThrow(message);
  });

  it('is told with what to do where there is no such program', async () => {
    const launch = () => ({ file: '/nowhere/python', args: [], env: {} });
    await expect(openFake('', { launch })).rejects.toThrow('cannot be started');
  });

  it('takes the workers of other environments down with it', async () => {
    const trace = traces();
    const launch = (name: string) => fakeLaunch(name === 'main' ? 'well' : 'dies at once', trace.folder)();
    await expect(openFake('', { launch, tools: ['torch', 'torchstat'] }, trace)).rejects.toThrow(HarnessError);
    await trace.expectNobody();
  });

  it('may be slow', async () => {
    const { pool } = await openFake('slow handshake');
    expect(await askMany(pool)).toEqual(all('answered'));
  });

  it('is tried again where a fresh one is asked for', async () => {
    const { pool, read } = await openFake('starts every second time');
    const answers = await pool.ask({ architecture: {}, isFresh: true });
    expect(answers.get('thop')?.status).toBe('answered');
    expect(read('starts')).toHaveLength(3);
  });

  it('ends the pool where no other can be had', async () => {
    const { pool } = await openFake('starts once');
    expect(await askMany(pool)).toEqual(all('HarnessError'));
    await expect(pool.ask({ architecture: {} })).rejects.toThrow('does not run');
    const { pool: other } = await openFake('garbage after the handshake');
    await expect(other.ask({ architecture: {} })).rejects.toThrow('ends before it is asked anything');
  });
});

describe('no case is lost, and only the guilty one is blamed, where a worker', () => {
  it.each([
    ['dies at the third', all('answered'), 1],
    ['answers and dies', all('answered'), 1],
    ['answers twice', all('answered'), 1],
    ['dies once', all('answered'), 1],
    ['in pieces', all('answered'), 0],
    ['talks on stderr', butTheSecond('died'), 1],
    ['poison kills', butTheSecond('died'), 1],
    ['poison hangs', butTheSecond('timedOut'), 1],
    // Each tool is asked again alone, so that the other one keeps its answer.
    ['poison kills thop', butTheSecond('answered/died'), 1],
    ['poison hangs thop', butTheSecond('answered/timedOut'), 1],
    ['poison exhausts thop', butTheSecond('answered/died'), 0],
  ])('%s', async (behaviour, expected, restarts) => {
    const { pool, read } = await openFake(behaviour);
    expect(await askMany(pool)).toEqual(expected);
    expect(pool.work().restarts).toBeGreaterThanOrEqual(restarts);
    // Once with the others, and each of two tools at most twice alone.
    expect(read('asked').filter((number) => number === '2').length).toBeLessThanOrEqual(1 + 2 * 2);
  });

  it.each([1, 2, 4, 16])('with %i cases held at once by each of two', async (window) => {
    const { pool } = await openFake('poison kills', { window, workersPerEnvironment: 2 });
    expect(await askMany(pool, 30)).toEqual(all('answered', 30).with(1, 'died'));
  });

  it('is killed from outside again and again', async () => {
    const { pool, read } = await openFake('takes its time', { timeLimit: 10_000 });
    let kills = 0;
    let asked = 0;
    const killer = setInterval(() => {
      const now = read('asked').length;
      // So many have been asked since the last kill that the case which it hit has had its second chance.
      if (now < asked + 30) return;
      asked = now;
      kills++;
      const [victim] = pool.pids();
      if (victim !== undefined) process.kill(victim, 'SIGKILL');
    }, 10);
    const statuses = await askMany(pool, 400);
    clearInterval(killer);
    expect(statuses).toEqual(all('answered', 400));
    expect(kills).toBeGreaterThan(3);
    expect(pool.work()).toMatchObject({ cases: 400, seconds: { torch: 200, thop: 200 } });
  });

  it('keeps its last lines of stderr', async () => {
    const { pool } = await openFake('talks on stderr');
    const answers = await pool.ask({ architecture: { poison: true } });
    expect(answers.get('thop')).toEqual({
      status: 'died',
      message: 'The worker ended with exit code 1.',
      stderr: Array.from({ length: 20 }, (_, index) => `line ${index + 21}`),
    });
  });
});

describe('a worker that breaks the protocol, and does it again', () => {
  it.each([
    ['prints garbage', 'died', 'A line that is not JSON, got "  3%|##        | 1/30".'],
    ['prints NaN', 'died', 'A line that is not JSON'],
    ['prints bytes', 'died', 'A line that is not UTF-8.'],
    ['half a line and dies', 'died', 'The worker ended with exit code 0.'],
    ['half a line and hangs', 'timedOut', ''],
    ['wrong id', 'died', 'A reply to nothing that was asked'],
    ['an unknown field', 'died', 'Unrecognized key: "mood"'],
    ['a number for a count', 'died', 'A reply of another form'],
    ['a long line', 'died', 'A line longer than 1048576 bytes.'],
    ['a long line without end', 'died', 'A line longer than 1048576 bytes.'],
    ['closes its output', 'died', 'The worker closed its output.'],
    ['hangs with a child', 'timedOut', ''],
    ['dies and leaves a child', 'died', 'The worker ended with exit code 3.'],
  ])('%s', async (behaviour, status, message) => {
    const { pool, read } = await openFake(behaviour);
    const answer = (await pool.ask({ architecture: {} })).get('thop');
    expect(answer?.status).toBe(status);
    if (answer?.status === 'died') expect(answer.message).toContain(message);
    // One for both tools, then twice for each tool alone, but only once where it hangs.
    expect(read('starts')).toHaveLength(status === 'timedOut' ? 3 : 5);
  });
});

describe('a worker that says no', () => {
  it('refuses bad input with the place', async () => {
    const { pool } = await openFake('refuses');
    await expect(pool.ask({ architecture: {} })).rejects.toThrow(Refusal);
    await expect(pool.ask({ architecture: {} })).rejects.toThrow('features.3: No such layer.');
  });

  it('fails loudly where it is its own mistake', async () => {
    const { pool } = await openFake('fails');
    await expect(pool.record({ file: '/a.py', name: 'A' }, [])).rejects.toThrow(
      'The Python worker failed: KeyError: 3',
    );
    const { pool: other } = await openFake('an answer too few');
    await expect(other.ask({ architecture: {} })).rejects.toThrow(ProtocolError);
  });
});
