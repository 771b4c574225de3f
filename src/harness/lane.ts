/** One worker's place: it takes jobs from a queue, several at a time, and goes on with a fresh worker where one ends. */

import { type End, startError, WorkerEnded } from './ended.ts';
import { HarnessError } from './environments.ts';
import type { Ready, Reply, Request } from './protocol.ts';
import { Worker, type WorkerOptions } from './worker.ts';

/** What is to be asked, and who wants to know. */
export interface Job {
  readonly request: Request;
  readonly timeLimit: number;
  readonly resolve: (outcome: Reply | End) => void;
  readonly reject: (error: unknown) => void;
  /** Workers that ended over it. */
  failures: number;
}

export interface LaneOptions extends WorkerOptions {
  /** Of the environment, for messages. */
  readonly name: string;
  /** Shared with the other lanes of the environment. */
  readonly queue: Job[];
  /** Jobs that a worker holds at once, so that it never waits for the next one. */
  readonly window: number;
  /** Jobs came back to the queue. */
  readonly onReturn: () => void;
  readonly onRestart: () => void;
  /** No worker can be had any more. */
  readonly onFailure: (error: unknown) => void;
}

export interface Lane {
  /** The first worker's handshake; rejects with HarnessError where it comes to none. */
  readonly ready: Promise<Ready>;
  /** Takes what is in the queue, as far as there is room. */
  readonly pump: () => void;
  readonly close: (patience: number) => Promise<void>;
}

/** Workers in a row that may end before they were asked anything. */
const patience = 3;

export const closedError = (): HarnessError => new HarnessError('The pool was closed before this case was answered.');

export const openLane = (options: LaneOptions): Lane => {
  const { name, queue, window } = options;
  let worker = new Worker(options);
  let held = 0;
  /** A job over which a worker ended: it is asked once more, alone, before anything else. */
  let suspect: Job | undefined;
  let returned: Job[] = [];
  let isAlone = false;
  let isStarting = true;
  let isClosed = false;
  let inVain = 0;

  const settle = (job: Job, error: unknown): void => {
    if (!(error instanceof WorkerEnded)) job.reject(error);
    else if (isClosed) job.reject(closedError());
    else if (!error.blamed) returned.push(job);
    else if (++job.failures > 1) job.resolve(error.end);
    else suspect = job;
    if (error instanceof WorkerEnded && error.blamed) inVain = 0;
  };

  const run = async (job: Job): Promise<void> => {
    held++;
    try {
      job.resolve(await worker.request(job.request, job.timeLimit));
      inVain = 0;
    } catch (error) {
      settle(job, error);
    }
    held--;
    if (held > 0) return pump();
    isAlone = false;
    const back = returned;
    returned = [];
    // One that had failed already is not for the others, whose workers are not fresh.
    suspect ??= back.find(({ failures }) => failures > 0);
    queue.unshift(...back.filter((job) => job !== suspect));
    if (back.length > 0) options.onReturn();
    pump();
  };

  const replace = async (): Promise<void> => {
    isStarting = true;
    try {
      for (;;) {
        const { message } = await worker.ended;
        if (isClosed) return;
        if (++inVain > patience)
          throw new HarnessError(`The Python environment "${name}" ends before it is asked anything. ${message}`);
        options.onRestart();
        worker = new Worker(options);
        try {
          await worker.ready;
          break;
        } catch (error) {
          if (isClosed || inVain >= patience) throw startError(error, name);
        }
      }
      isStarting = false;
      pump();
    } catch (error) {
      suspect?.reject(isClosed ? closedError() : error);
      suspect = undefined;
      if (!isClosed) options.onFailure(error);
    }
  };

  const pump = (): void => {
    if (isClosed || isStarting || isAlone) return;
    if (!worker.isAlive) {
      if (held === 0 && (suspect || queue.length > 0)) void replace();
      return;
    }
    if (suspect) {
      const job = suspect;
      suspect = undefined;
      isAlone = true;
      void run(job);
      return;
    }
    while (held < window && worker.isAlive) {
      const job = queue.shift();
      if (!job) return;
      void run(job);
    }
  };

  const ready = worker.ready.then(
    (found) => {
      isStarting = false;
      pump();
      return found;
    },
    (error) => {
      throw startError(error, name);
    },
  );

  return {
    ready,
    pump,
    close: async (time) => {
      isClosed = true;
      suspect?.reject(closedError());
      suspect = undefined;
      await worker.close(time);
    },
  };
};
