/**
 * What is remembered from one network to the next. All of it follows from its key alone, so that forgetting changes nothing but
 * the time that it takes to find it again.
 */

/** How many things are remembered before all are forgotten: a process that sees ever new networks stays small. */
export const mostRemembered = 50_000;

let left = mostRemembered;
let generation = 0;

/** How often everything was forgotten: what was remembered before that does not count any more. */
export const currentGeneration = (): number => generation;

/** Forgets everything. */
export const forget = (): void => {
  left = mostRemembered;
  generation++;
};

/** Announces one more thing that is remembered. */
export const remember = (): void => {
  left--;
  if (left === 0) forget();
};

/** A table of what is remembered. */
export interface Remembered<Key, Value> {
  readonly get: (key: Key) => Value | undefined;
  /** Gives the value back. */
  readonly set: (key: Key, value: Value) => Value;
}

/** A table that is empty again once everything was forgotten. */
export const remembered = <Key, Value>(): Remembered<Key, Value> => {
  let known = new Map<Key, Value>();
  let since = generation;
  return {
    get: (key) => (since === generation ? known.get(key) : undefined),
    set: (key, value) => {
      remember();
      if (since !== generation) {
        since = generation;
        known = new Map();
      }
      known.set(key, value);
      return value;
    },
  };
};
