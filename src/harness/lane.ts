/** One worker's place: it takes jobs from a queue, several at a time, and goes on with another worker where one ends. */

import { type End, startError, WorkerEnded } from './ended.ts';
import { HarnessError } from './environments.ts';
import type { Ready, Reply, Request } from './protocol.ts';
import { Worker, type WorkerOptions } from './worker.ts';

/** What is to be asked, and who wants to know. */
export interface Job {
  readonly request: Request;
  /** Gets the worker's end where it ended over this job. */
  readonly resolve: (outcome: Reply | End) => void;
  readonly reject: (error: unknown) => void;
}

export interface LaneOptions extends WorkerOptions {
  /** Of the environment, for messages. */
  readonly name: string;
  /** Shared with the other lanes of the environment. */
  readonly queue: Job[];
  /** Jobs that a worker holds at once, so that it never waits for the next one. */
  readonly window: number;
  /** Milliseconds for one job. */
  readonly timeLimit: number;
  /** Jobs came back to the queue. */
  readonly onReturn: () => void;
  readonly onRestart: () => void;
  /** No worker can be had any more. */
  readonly onFailure: (error: unknown) => void;
}

export interface Lane {
  /** The first worker's handshake; rejects with HarnessError where it comes to none. */
  readonly ready: Promise<Ready>;
  /** The worker that it has now. */
  readonly pid: () => number | undefined;
  /** Takes what is in the queue, as far as there is room. */
  readonly pump: () => void;
  readonly close: (patience: number) => Promise<void>;
}

/** Workers in a row that may end before they were asked anything. */
const patience = 3;

export const closedError = (): HarnessError => new HarnessError('The pool was closed before this case was answered.');

export const openLane = (options: LaneOptions): Lane => {
  const { name, queue, window, timeLimit } = options;
  let worker = new Worker(options);
  let held = 0;
  let returned: Job[] = [];
  let isStarting = true;
  let isClosed = false;
  let inVain = 0;

  const settle = (job: Job, error: unknown): void => {
    if (!(error instanceof WorkerEnded)) job.reject(error);
    else if (isClosed) job.reject(closedError());
    else if (!error.blamed) returned.push(job);
    else {
      inVain = 0;
      job.resolve(error.end);
    }
  };

  const run = async (job: Job): Promise<void> => {
    held++;
    try {
      job.resolve(await worker.request(job.request, timeLimit));
      inVain = 0;
    } catch (error) {
      settle(job, error);
    }
    held--;
    if (held > 0) return pump();
    const back = returned;
    returned = [];
    queue.unshift(...back);
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
      if (!isClosed) options.onFailure(error);
    }
  };

  const pump = (): void => {
    if (isClosed || isStarting) return;
    if (!worker.isAlive) {
      if (held === 0 && queue.length > 0) void replace();
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
    pid: () => (worker.isAlive ? worker.pid : undefined),
    pump,
    close: async (time) => {
      isClosed = true;
      await worker.close(time);
    },
  };
};
