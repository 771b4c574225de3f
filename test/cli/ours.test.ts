import { describe, expect, it, vi } from 'vitest';
import { exitCodeOf, expected, UsageError } from '../../src/cli/exit.ts';
import { parseDuration, parseInput, parseSeed } from '../../src/cli/inputs.ts';
import { cry } from '../../src/cli/program.ts';
import { progressOn } from '../../src/cli/progress.ts';
import { HarnessError } from '../../src/harness/environments.ts';

describe('an error', () => {
  it('is told apart: of the user, of the harness, or our own', () => {
    expect(expected(new UsageError('a'))).toMatchObject({ exitCode: 2 });
    expect(expected(new HarnessError('b'))).toMatchObject({ exitCode: 3 });
    expect(expected(new TypeError('c'))).toBeUndefined();
    expect(expected('d')).toBeUndefined();
  });

  it('of our own is loud, and no disagreement', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const before = process.exitCode;
    cry(new TypeError('of ours'));
    expect(process.exitCode).toBe(3);
    process.exitCode = before;
    expect(write.mock.calls.join('')).toMatch(/mistake in countersign itself.*TypeError: of ours\n {4}at /s);
    write.mockRestore();
  });

  it('code follows from the outcome', () => {
    expect(['agreement', 'disagreement', 'could not run'].map((outcome) => exitCodeOf(outcome as 'agreement'))).toEqual(
      [0, 1, 3],
    );
  });
});

describe('options', () => {
  it('are read', () => {
    expect(parseInput('1,3,224,224')).toEqual({ shape: [1, 3, 224, 224], dtype: 'float32' });
    expect(parseInput('8, 128:int64')).toEqual({ shape: [8, 128], dtype: 'int64' });
    expect(['90s', '5m', '1h', '1.5s', '20ms'].map(parseDuration)).toEqual([90_000, 300_000, 3_600_000, 1_500, 20]);
    expect(parseSeed('-7')).toBe(-7);
    expect(Number.isInteger(parseSeed(undefined))).toBe(true);
  });
});

describe('progress', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = [];
    const write = (text: string) => written.push(text) > 0;
    return { written, stream: { isTTY, columns: 20, write } as unknown as NodeJS.WriteStream };
  };

  it('writes over one line on a terminal, cut to its width, and leaves nothing', () => {
    const { written, stream: terminal } = stream(true);
    const progress = progressOn(terminal);
    progress.show('a line that is longer than the terminal');
    progress.show('too soon');
    progress.done();
    expect(written).toEqual(['\r\u001b[2Ka line that is long', '\r\u001b[2K']);
  });

  it('writes seldom elsewhere', () => {
    const { written, stream: pipe } = stream(false);
    progressOn(pipe).show('at once would be noise');
    expect(written).toEqual([]);
  });
});
