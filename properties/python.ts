/** A Python process that answers JSON lines, started before a file's tests and ended behind the last. */

import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { afterAll, beforeAll } from 'vitest';
import { interpreterOf, workerVariables } from '../src/harness/environments.ts';

const start = (module: string) => {
  const child = execa(interpreterOf('main'), ['-m', module], {
    env: { ...workerVariables(), PYTHONWARNINGS: 'ignore' },
    buffer: false,
    reject: false,
    stdin: 'pipe',
    stderr: 'inherit',
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: unknown): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value: line } = await lines.next();
    if (line === undefined) throw new Error(`The process of ${module} has ended.`);
    return JSON.parse(line);
  };
  const close = async (): Promise<void> => {
    child.stdin.end();
    await child;
  };
  return { ask, close };
};

/** The function returned asks one request after the other. */
export const withPython = (module: string): ((request: unknown) => Promise<unknown>) => {
  let started: ReturnType<typeof start> | undefined;
  beforeAll(() => {
    started = start(module);
  });
  afterAll(() => started?.close());
  return (request) => (started as ReturnType<typeof start>).ask(request);
};
