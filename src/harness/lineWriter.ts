/** Lines to a file: in order, those that come together in one write, and each waited for. */

import { HarnessError } from './environments.ts';

export type Append = (text: string) => Promise<void>;

export interface LineWriter {
  /** Resolves once the line is written; rejects with HarnessError, from the first failure on for good. */
  readonly write: (line: string) => Promise<void>;
  /** Resolves once nothing is left to write. */
  readonly idle: () => Promise<void>;
}

/** `explain` makes a message out of the system's reason, such as a disk without room. */
export const lineWriter = (append: Append, explain: (reason: string) => string): LineWriter => {
  let waiting: { text: string; done: PromiseWithResolvers<void> } | undefined;
  let writing: Promise<void> = Promise.resolve();
  let failure: HarnessError | undefined;

  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = undefined;
    if (!batch) return;
    try {
      if (failure) throw failure;
      await append(batch.text);
      batch.done.resolve();
    } catch (error) {
      failure ??= new HarnessError(explain((error as Error).message), { cause: error });
      batch.done.reject(failure);
    }
  };

  return {
    write: (line) => {
      if (waiting) waiting.text += line;
      else {
        waiting = { text: line, done: Promise.withResolvers() };
        writing = writing.then(flush);
      }
      return waiting.done.promise;
    },
    idle: () => writing,
  };
};
