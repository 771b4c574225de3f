/** The version whose behaviour is stated, and the file that it is read from. */

export const version = '0.1.0';
export const source = `torchprofile ${version}, torchprofile/handlers.py`;

/** For what it has no handler, so that it warns and counts nothing. */
export const unhandled = (what: string) => ({
  because: `It has no handler for ${what}: it warns and counts nothing.`,
  source,
});

/** For what it counts as one for each element of a result. */
export const eachOutput = (what: string) => ({
  because: `It counts one for each element of the result of ${what}.`,
  source,
});
