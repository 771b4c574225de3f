/** What is asked of a script. */

import { expected } from '../src/cli/exit.ts';

/** The values that `read` makes of a script's options; a wrong one is told in a line, as by the command line's own commands. */
export const asked = <Values>(script: string, read: () => Values): Values => {
  try {
    return read();
  } catch (error) {
    const told = expected(error);
    if (!told) throw error;
    process.stderr.write(`${script}: ${told.message}\n`);
    return process.exit(told.exitCode);
  }
};
