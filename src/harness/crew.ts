/** The workers of one environment, which share a queue. */

import { askAlone } from './alone.ts';
import { programs } from './channel.ts';
import type { End } from './ended.ts';
import type { Launch } from './environments.ts';
import { closedError, type Job, type LaneOptions, openLane } from './lane.ts';
import { nursery } from './nursery.ts';
import type { Ready, Reply, Request } from './protocol.ts';
import type { Worker } from './worker.ts';

export interface CrewOptions
  extends Pick<LaneOptions, 'name' | 'startLimit' | 'lineLimit' | 'window' | 'timeLimit' | 'onRestart'> {
  readonly launch: Launch;
  readonly workers: number;
}

export interface Crew {
  /** The handshake of one worker, once all have started; rejects with HarnessError. */
  readonly ready: Promise<Ready>;
  /** Resolves to the reply, or to the end of the worker that ended over it; rejects where no worker can be had. */
  readonly ask: (request: Request) => Promise<Reply | End>;
  /** Each request's outcome out of a worker of their own that is fresh. */
  readonly askAlone: (requests: readonly Request[]) => Promise<readonly (Reply | End)[]>;
  /** The processes that work now. */
  readonly pids: () => readonly number[];
  /** Ends all workers; what is still asked is rejected with `error`. */
  readonly close: (patience: number, error?: unknown) => Promise<void>;
}

export const openCrew = ({ workers, launch, ...rest }: CrewOptions): Crew => {
  const source = launch.forks ? nursery(launch) : programs(launch);
  const options = { ...rest, source };
  const queue: Job[] = [];
  const alone = new Set<Worker>();
  let turns: Promise<unknown>[] = Array.from({ length: workers }, () => Promise.resolve());
  let failure: { readonly error: unknown } | undefined;
  const throwFailure = (): void => {
    if (failure) throw failure.error;
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const job of queue.splice(0)) job.reject(failure.error);
  };
  const wake = (): void => {
    for (const lane of lanes) lane.pump();
  };
  const lanes = Array.from({ length: workers }, () => openLane({ ...options, queue, onReturn: wake, onFailure: fail }));

  const runAlone = async (requests: readonly Request[]): Promise<readonly (Reply | End)[]> => {
    throwFailure();
    const own = new Set<Worker>();
    const watch = (worker: Worker): void => {
      own.add(worker);
      alone.add(worker);
      if (failure) worker.kill();
    };
    try {
      return await askAlone(requests, rest.timeLimit, options, watch);
    } catch (error) {
      throwFailure();
      throw error;
    } finally {
      for (const worker of own) alone.delete(worker);
    }
  };

  return {
    ready: Promise.all(lanes.map(({ ready }) => ready)).then(([first]) => first as Ready),
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure.error);
        queue.push({ request, resolve, reject });
        wake();
      }),
    // As many at once as there are workers.
    askAlone: (requests) => {
      const [turn = Promise.resolve(), ...others] = turns;
      const asked = turn.then(() => runAlone(requests));
      turns = [...others, asked.catch(() => {})];
      return asked;
    },
    pids: () =>
      [...lanes.map((lane) => lane.pid()), ...[...alone].map(({ pid }) => pid)].filter((pid) => pid !== undefined),
    close: async (patience, error = closedError()) => {
      fail(error);
      await Promise.all([
        ...lanes.map((lane) => lane.close(patience)),
        ...[...alone].map((worker) => worker.close(patience)),
      ]);
      await source.close();
    },
  };
};
