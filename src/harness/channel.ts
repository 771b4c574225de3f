/** A process to talk with: its streams, how to end it, and how it ended. */

import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import type { Launch } from './environments.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface Channel {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Ends the process and whatever it started, at once. */
  readonly kill: () => void;
  /** The process itself has ended; what it wrote may still be on its way. */
  readonly exited: Promise<Exit>;
}

/** Where workers come from. */
export interface Source {
  /** Rejects with StartError. */
  readonly open: () => Promise<Channel>;
  /** A worker was given up before it could be talked with. */
  readonly giveUp: () => void;
  readonly close: () => Promise<void>;
}

/** A worker could not be started; `stderr` has the last words of who tried. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly stderr: readonly string[];

  constructor(message: string, stderr: readonly string[] = []) {
    super(message);
    this.stderr = stderr;
  }
}

/** Starts a program with pipes, in a process group of its own that is killed as a whole, also when this process ends. */
export const start = ({ file, args, env }: Launch, more: readonly string[] = []) =>
  execa(file, [...args, ...more], {
    env,
    stdin: 'pipe',
    buffer: false,
    reject: false,
    killDescendants: true,
    forceKillAfterDelay: false,
    stripFinalNewline: false,
  });

/** How a process ended, in words. */
export const howEnded = ({ code, signal }: Exit): string =>
  signal ? `was ended by ${signal}` : `ended with exit code ${code}`;

const open = async (launch: Launch): Promise<Channel> => {
  const child = start(launch);
  const { pid } = child;
  if (pid === undefined) throw new StartError(`The worker cannot be started: ${(await child).message}`);
  child.catch(() => {});
  return {
    pid,
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    kill: () => void child.kill('SIGKILL'),
    exited: new Promise((resolve) => {
      child.nodeChildProcess.once('exit', (code, signal) => resolve({ code, signal }));
    }),
  };
};

/** Each worker is a program that is started for it. */
export const programs = (launch: Launch): Source => ({
  open: () => open(launch),
  giveUp: () => {},
  close: async () => {},
});
