/** Why a worker is no more, and what that means to who asked it. */

import { HarnessError } from './environments.ts';

export interface End {
  readonly reason: 'died' | 'timedOut' | 'protocol' | 'closed';
  readonly message: string;
  /** The last lines of its stderr. */
  readonly stderr: readonly string[];
}

/** A request was not answered since its worker ended; `blamed` is the one that the worker was at work on. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
  readonly end: End;
  readonly blamed: boolean;

  constructor(end: End, blamed: boolean) {
    super(end.message);
    this.end = end;
    this.blamed = blamed;
  }
}

/** What the user reads where a worker comes to no handshake, with its last words; any other error as it is. */
export const startError = (error: unknown, environment: string): unknown => {
  if (!(error instanceof WorkerEnded)) return error;
  const words = error.end.stderr.map((line) => `\n  ${line}`).join('');
  return new HarnessError(
    `The Python environment "${environment}" does not run. ${error.message}${words ? ` Its last words:${words}` : ''}\nRun "npm start" to set it up again.`,
    { cause: error },
  );
};
