/** A Python process that answers JSON lines. */

import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { interpreterOf, workerVariables } from '../src/harness/environments.ts';

/** Starts a program of any environment; `ask` must be called for one request after the other. */
export const startProgram = (
  interpreter: string,
  program: readonly string[],
  variables: Readonly<Record<string, string>> = {},
) => {
  const child = execa(interpreter, program, {
    env: { ...workerVariables(), PYTHONWARNINGS: 'ignore', ...variables },
    buffer: false,
    reject: false,
    stdin: 'pipe',
    stderr: 'inherit',
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: unknown): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value: line } = await lines.next();
    if (line === undefined) throw new Error(`The process of ${program.at(-1)} has ended.`);
    return JSON.parse(line);
  };
  const close = async (): Promise<void> => {
    child.stdin.end();
    await child;
  };
  return { ask, close };
};

/** Starts a module of the main Python environment. */
export const startPython = (module: string) => startProgram(interpreterOf('main'), ['-m', module]);
