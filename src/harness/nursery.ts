/**
 * Workers out of one process that has imported and tried everything already and only forks: another one takes some
 * milliseconds where a program would take seconds, and shares its memory.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Channel, type Exit, howEnded, type Source, StartError, start } from './channel.ts';
import type { Launch } from './environments.ts';
import { lineSplitter, tail } from './lines.ts';

type Mother = ReturnType<typeof start>;

/** What the forking process tells on its stdout. */
const noticeSchema = z.union([
  z.strictObject({ born: z.string(), pid: z.int() }),
  z.strictObject({ gone: z.string(), code: z.int().nullable(), signal: z.string().nullable() }),
]);

/** A worker from the moment that it is asked for. */
interface Child {
  readonly mother: Mother;
  pid?: number;
  talk?: Socket;
  errors?: Socket;
  readonly exited: PromiseWithResolvers<Exit>;
  readonly channel: PromiseWithResolvers<Channel>;
}

/** A connection begins with the worker's name in so many characters, and one more for what it is used for. */
const nameLength = 8;

/** Milliseconds after which a forking process that does not go is ended by force. */
const patience = 500;

const killGroup = (pid: number | undefined): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
};

/** Hands each connection to who waits for it. */
const listen = (path: string, take: (name: string, use: string, socket: Socket) => void) => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    const greet = (): void => {
      const greeting = socket.read(nameLength + 1)?.toString('latin1');
      if (greeting === undefined) return;
      socket.off('readable', greet);
      take(greeting.slice(0, nameLength), greeting.slice(nameLength), socket);
    };
    socket.on('readable', greet);
  });
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  listening.catch(() => {});
  server.unref();
  return { listening, close: () => server.close() };
};

/** A source of workers that are forked; the program is started with `--nursery` and the path of a socket. */
export const nursery = (launch: Launch): Source => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  const path = join(folder, 'workers');
  const children = new Map<string, Child>();
  let current: Mother | undefined;
  let asked = 0;

  const cleanUp = (): void => {
    for (const { pid } of children.values()) killGroup(pid);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', cleanUp);

  const complete = ({ pid, talk, errors, exited, channel }: Child): void => {
    if (pid === undefined || !talk || !errors) return;
    const kill = (): void => killGroup(pid);
    channel.resolve({ pid, stdin: talk, stdout: talk, stderr: errors, kill, exited: exited.promise });
  };
  const server = listen(path, (name, use, socket) => {
    const child = children.get(name);
    if (!child) return void socket.destroy();
    child[use === '!' ? 'errors' : 'talk'] = socket;
    complete(child);
  });
  const bury = (name: string, exit: Exit, error: StartError): void => {
    const child = children.get(name);
    if (!child) return;
    killGroup(child.pid);
    children.delete(name);
    child.exited.resolve(exit);
    child.channel.reject(error);
  };

  const bear = (): Mother => {
    const words = tail();
    const mother = start(launch, ['--nursery', path]);
    const split = lineSplitter((line) => {
      const notice = noticeSchema.parse(JSON.parse(line));
      if ('gone' in notice) {
        const exit = { code: notice.code, signal: notice.signal };
        return bury(notice.gone, exit, new StartError(`The worker ${howEnded(exit)}.`, words.lines()));
      }
      const child = children.get(notice.born);
      if (!child) return killGroup(notice.pid);
      child.pid = notice.pid;
      complete(child);
    });
    mother.stdout.on('data', (chunk: Uint8Array) => {
      try {
        split(chunk);
      } catch {
        mother.kill('SIGKILL');
      }
    });
    mother.stderr.on('data', words.add);
    for (const stream of [mother.stdin, mother.stdout, mother.stderr]) stream.on('error', () => {});
    mother.then(({ message, exitCode = null, signal = null }) => {
      if (current === mother) current = undefined;
      const exit = { code: exitCode, signal };
      const what = mother.pid === undefined ? `cannot be started: ${message}` : `${howEnded(exit)}.`;
      const own = [...children].filter(([, child]) => child.mother === mother);
      for (const [name] of own) bury(name, exit, new StartError(`The worker ${what}`, words.lines()));
    });
    return mother;
  };

  return {
    open: async () => {
      await server.listening;
      current ??= bear();
      const name = String(++asked).padStart(nameLength, '0');
      const child: Child = {
        mother: current,
        exited: Promise.withResolvers(),
        channel: Promise.withResolvers(),
      };
      children.set(name, child);
      current.stdin.write(`${name}\n`);
      return child.channel.promise;
    },
    // Only one that hangs itself leaves a worker unborn.
    giveUp: () => void current?.kill('SIGKILL'),
    close: async () => {
      process.off('exit', cleanUp);
      const last = current;
      last?.stdin.end();
      server.close();
      const timer = setTimeout(() => last?.kill('SIGKILL'), patience);
      await last;
      clearTimeout(timer);
      cleanUp();
    },
  };
};
