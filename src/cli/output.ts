/** Where words go: the result to stdout, everything else to stderr. */

import { harmless, type Style, styleFor } from '../report/style.ts';

const hasColours = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

/** The style of a report on stdout. */
export const stdoutStyle = (): Style => styleFor(hasColours(process.stdout));

export const stderrStyle = (): Style => styleFor(hasColours(process.stderr));

/** Writes to stdout and waits while its reader is busy. */
export const print = async (text: string): Promise<void> => {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
};

export const printJson = (value: unknown): Promise<void> => print(`${JSON.stringify(value, undefined, 2)}\n`);

/** A remark on stderr. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** An error on stderr, each of its lines behind the program's name. */
export const complain = (message: string): void => {
  for (const line of harmless(message).split('\n')) note(`countersign: ${line}`);
};

/** A reader that has read enough, as `head` has, is no error. */
export const quietOnClosedPipe = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(process.exitCode ?? 0);
    });
  }
};
