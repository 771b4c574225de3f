/** Requests asked in workers that have served nothing before: a second chance, or a second opinion. */

import { type End, startError, WorkerEnded } from './ended.ts';
import type { Reply, Request } from './protocol.ts';
import { Worker, type WorkerOptions } from './worker.ts';

/** How often a request may end its worker; whoever was killed from outside deserves another try, who hangs does not. */
const mostEnds = 2;

/** How often a worker may end before it is ready: one may be killed from outside in that very moment. */
const mostStarts = 3;

/**
 * Asks one request after the other in a worker of their own, and goes on in another one where it ends. Each outcome is a
 * reply, or how the worker ended over that request alone. Rejects where no worker can be had.
 */
export const askAlone = async (
  requests: readonly Request[],
  timeLimit: number,
  options: WorkerOptions & { readonly name: string },
  watch: (worker: Worker) => void,
): Promise<readonly (Reply | End)[]> => {
  let worker: Worker | undefined;
  const outcomes: (Reply | End)[] = [];
  const open = async (): Promise<Worker> => {
    for (let starts = 1; ; starts++) {
      worker = new Worker(options);
      watch(worker);
      try {
        await worker.ready;
        return worker;
      } catch (error) {
        const isClosed = error instanceof WorkerEnded && error.end.reason === 'closed';
        if (isClosed || starts === mostStarts) throw startError(error, options.name);
      }
    }
  };
  const ask = async (request: Request): Promise<Reply | End> => {
    for (let ends = 1; ; ends++) {
      const current = worker?.isAlive ? worker : await open();
      try {
        return await current.request(request, timeLimit);
      } catch (error) {
        if (!(error instanceof WorkerEnded) || error.end.reason === 'closed') throw error;
        if (error.end.reason === 'timedOut' || ends === mostEnds) return error.end;
      }
    }
  };
  try {
    for (const request of requests) outcomes.push(await ask(request));
    return outcomes;
  } finally {
    worker?.kill();
    await worker?.ended;
  }
};
