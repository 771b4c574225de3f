/** The commands that need no Python, as their users run them. */

import { describe, expect, it } from 'vitest';
import { compareSchema, countSchema, errorLineSchema, explainSchema, versionSchema } from '../../src/report/schemas.ts';
import { shared, small } from '../report/networks.ts';
import { run, scratch, start, writeJson } from './run.ts';

const folder = scratch();
const file = writeJson(folder, 'small.json', small);
const other = writeJson(folder, 'shared.json', shared);

describe.concurrent('JSON', () => {
  it.concurrent.each([
    ['count', ['count', file, '--json'], countSchema],
    ['count of a tool', ['count', file, '--convention', 'ptflops', '--json'], countSchema],
    ['explain', ['explain', file, 'head', '--json'], explainSchema],
    ['compare', ['compare', file, other, '--json'], compareSchema],
    ['version', ['version', '--json'], versionSchema],
  ] as const)('%s: is alone on stdout and holds to its schema', async (_, args, schema) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    schema.parse(JSON.parse(stdout));
  });
});

describe.concurrent('text', () => {
  it.concurrent('has no colours where it is no terminal', async () => {
    const { code, stdout, stderr } = await run(['count', '-'], JSON.stringify(small), { CI: 'true' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('features.0  Conv2d');
    expect(stdout).not.toContain('\u001b');
  });

  it.concurrent('explains a layer, and compares two networks', async () => {
    const explained = await run(['explain', file, 'head', '--conventions', 'thop']);
    expect(explained.stdout).toContain('macs = F * Cin * Cout\n    = 2 * 144 * 5\n    = 1,440');
    expect(explained.stdout).not.toContain('in total');
    const compared = await run(['compare', file, other]);
    expect(compared.stdout).toMatch(/^macs +9,216 +64 +-9,152 +0\.00694 +multiply-accumulates$/m);
  });

  it.concurrent('helps with an example, without failing', async () => {
    for (const args of [['--help'], ['count', '--help'], ['help', 'fuzz']]) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/Examples?:\n {2}countersign /);
    }
  });

  it.concurrent('prints schemas', async () => {
    expect((await run(['schema'])).stdout.split('\n')).toContain('count');
    expect(JSON.parse((await run(['schema', 'count'])).stdout)).toMatchObject({ $id: 'countersign/count' });
  });
});

describe.concurrent('count --ndjson', () => {
  it.concurrent('counts every line in order, and tells of those it refuses', async () => {
    const lines = [JSON.stringify(small), '{', JSON.stringify(shared), '', JSON.stringify({ ...small, calls: [] })];
    const { code, stdout, stderr } = await run(['count', '--ndjson', '--convention', 'thop'], `${lines.join('\n')}\n`);
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(results).toMatchObject([
      { name: 'Small', convention: 'thop' },
      { error: { code: 'not_json', path: '' } },
      { name: 'Shared' },
      { error: { code: 'not_json' } },
      { error: { code: 'invalid', path: 'calls' } },
    ]);
    for (const result of results) ('error' in result ? errorLineSchema : countSchema).parse(result);
  });

  it.concurrent('reads a file, and is content where all is well', async () => {
    const lines = writeJson(folder, 'networks.ndjson', `${JSON.stringify(small)}\r\n${JSON.stringify(shared)}`);
    const { code, stdout } = await run(['count', '--ndjson', lines]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it.concurrent('answers each line before the next one comes', async () => {
    const child = start(['count', '--ndjson']);
    const next = (): Promise<string> =>
      new Promise((resolve) => child.stdout.once('data', (bytes) => resolve(String(bytes))));
    for (const architecture of [small, shared]) {
      const answer = next();
      child.stdin.write(`${JSON.stringify(architecture)}\n`);
      expect(JSON.parse(await answer)).toMatchObject({ name: architecture.name });
    }
    child.stdin.end();
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  });

  it.concurrent('is quiet where its reader leaves', async () => {
    const child = start(['count', '--ndjson']);
    let stderr = '';
    child.stderr.on('data', (bytes) => {
      stderr += String(bytes);
    });
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(`${JSON.stringify(small)}\n`.repeat(500));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(stderr).toBe('');
  });

  it.concurrent('ends with 130 on Ctrl-C', async () => {
    const child = start(['count', '--ndjson']);
    child.stdin.write(`${JSON.stringify(small)}\n`);
    child.stdout.once('data', () => child.kill('SIGINT'));
    expect(await new Promise((resolve) => child.once('close', (code) => resolve(code)))).toBe(130);
  });
});
