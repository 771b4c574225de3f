/** A Python process that answers JSON lines. */

import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { interpreterOf, workerVariables } from '../src/harness/environments.ts';

/** Asks one request after the other, until it is closed. */
export interface Answering {
  readonly ask: (request: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Starts a module of the main Python environment, or of the interpreter given. */
export const answering = (module: string, interpreter = interpreterOf('main')): Answering => {
  const child = execa(interpreter, ['-m', module], {
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
