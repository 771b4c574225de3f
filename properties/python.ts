/** A Python process that answers JSON lines, started before a file's tests and ended behind the last. */

import { afterAll, beforeAll } from 'vitest';
import { startPython } from './pythonProcess.ts';

/** The function returned asks one request after the other. */
export const withPython = (module: string): ((request: unknown) => Promise<unknown>) => {
  let started: ReturnType<typeof startPython> | undefined;
  beforeAll(() => {
    started = startPython(module);
  });
  afterAll(() => started?.close());
  return (request) => (started as ReturnType<typeof startPython>).ask(request);
};
