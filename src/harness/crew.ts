/** The workers of one environment, which share a queue. */

import type { End } from './ended.ts';
import { closedError, type Job, type LaneOptions, openLane } from './lane.ts';
import type { Ready, Reply, Request } from './protocol.ts';

export interface CrewOptions
  extends Pick<LaneOptions, 'name' | 'launch' | 'startLimit' | 'lineLimit' | 'window' | 'onRestart'> {
  readonly workers: number;
  readonly timeLimit: number;
}

export interface Crew {
  /** The handshake of one worker, once all have started; rejects with HarnessError. */
  readonly ready: Promise<Ready>;
  /** Resolves to the reply, or to the end of the second worker that ended over it; rejects where no worker can be had. */
  readonly ask: (request: Request) => Promise<Reply | End>;
  /** Ends all workers; what is still asked is rejected with `error`. */
  readonly close: (patience: number, error?: unknown) => Promise<void>;
}

export const openCrew = ({ workers, timeLimit, ...options }: CrewOptions): Crew => {
  const queue: Job[] = [];
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const job of queue.splice(0)) job.reject(failure.error);
  };
  const wake = (): void => {
    for (const lane of lanes) lane.pump();
  };
  const lanes = Array.from({ length: workers }, () => openLane({ ...options, queue, onReturn: wake, onFailure: fail }));
  return {
    ready: Promise.all(lanes.map(({ ready }) => ready)).then(([first]) => first as Ready),
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure.error);
        queue.push({ request, timeLimit, resolve, reject, failures: 0 });
        wake();
      }),
    close: async (patience, error = closedError()) => {
      fail(error);
      await Promise.all(lanes.map((lane) => lane.close(patience)));
    },
  };
};
