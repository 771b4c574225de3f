/** One persistent Python process: started, asked by id, given a time limit for each request, and ended for certain. */

import { execa } from 'execa';
import { type End, WorkerEnded } from './ended.ts';
import type { Launch } from './environments.ts';
import { lineSplitter, tail } from './lines.ts';
import {
  ProtocolError,
  parseReady,
  parseReply,
  type Ready,
  type Reply,
  type Request,
  requestLine,
} from './protocol.ts';

interface Pending {
  readonly timeLimit: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: WorkerEnded) => void;
}

export interface WorkerOptions {
  readonly launch: Launch;
  /** Milliseconds from start to handshake. */
  readonly startLimit?: number;
  readonly lineLimit?: number;
}

/** Milliseconds for which output is still read after the process itself has ended. */
const drainTime = 500;
/** Milliseconds between a closed stream and the end of the process. */
const closeTime = 200;

const start = ({ file, args, env }: Launch) =>
  execa(file, args, {
    env,
    stdin: 'pipe',
    buffer: false,
    reject: false,
    // A process group of its own, which is killed as a whole, also when this process ends.
    killDescendants: true,
    forceKillAfterDelay: false,
    stripFinalNewline: false,
  });

export class Worker {
  /** The handshake. */
  readonly ready: Promise<Ready>;
  /** Resolves, never rejects, once the process and its group are gone. */
  readonly ended: Promise<End>;
  readonly #child: ReturnType<typeof start>;
  readonly #pending = new Map<string, Pending>();
  readonly #stderr = tail();
  #shake: { readonly resolve: (ready: Ready) => void; readonly reject: (error: WorkerEnded) => void } | undefined;
  #finish: (end: End) => void = () => {};
  #end: Omit<End, 'stderr'> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;
  #isGone = false;

  constructor({ launch, startLimit = 120_000, lineLimit }: WorkerOptions) {
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.ready = new Promise((resolve, reject) => {
      this.#shake = { resolve, reject };
    });
    // Who waits for the handshake hears of it; that nobody does is no reason to end the program.
    this.ready.catch(() => {});
    this.#child = start(launch);
    this.#watch(startLimit, 'did not say that it is ready');
    this.#listen(lineLimit);
  }

  /** Whether it can be asked. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks; the time limit in milliseconds counts from when the worker has nothing older to do. Rejects with WorkerEnded. */
  request(request: Request, timeLimit: number): Promise<Reply> {
    if (this.#end) return Promise.reject(new WorkerEnded({ ...this.#end, stderr: this.#stderr.lines() }, false));
    const id = String(++this.#asked);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { timeLimit, resolve, reject });
      if (this.#pending.size === 1) this.#watchOldest();
      this.#child.stdin.write(requestLine(id, request));
    });
  }

  /** Closes its input, waits up to `patience` milliseconds for it to leave, and kills what is left of its group. */
  async close(patience = 2_000): Promise<void> {
    if (this.isAlive) {
      this.#child.stdin.end();
      const timer = setTimeout(() => this.kill(), patience);
      this.#end = { reason: 'closed', message: 'The worker was closed.' };
      await this.ended;
      clearTimeout(timer);
    }
    await this.ended;
  }

  /** Ends it now, with every process that it started. */
  kill(reason: End['reason'] = 'closed', message = 'The worker was closed.'): void {
    if (this.#isGone) return;
    this.#end ??= { reason, message };
    this.#child.kill('SIGKILL');
  }

  #listen(limit: number | undefined): void {
    const child = this.#child;
    // A process that ends closes these first: its exit code says more.
    const closed = (what: string): void => {
      setTimeout(() => this.kill('died', `The worker closed its ${what}.`), closeTime).unref();
    };
    child.stdin.on('error', () => closed('input'));
    child.stderr.on('data', this.#stderr.add).on('error', () => {});
    const split = lineSplitter((line) => this.#take(line), limit);
    child.stdout.on('error', () => {});
    child.stdout.on('data', (chunk: Uint8Array) => {
      if (this.#end?.reason === 'protocol') return;
      try {
        split(chunk);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.kill('protocol', error.message);
      }
    });
    child.stdout.once('end', () => closed('output'));
    child.then(({ message }) => {
      if (child.pid !== undefined) return;
      this.#end ??= { reason: 'died', message: `The worker cannot be started: ${message}` };
      this.#conclude();
    });
    child.nodeChildProcess.once('exit', (code, signal) => {
      const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      const end: Omit<End, 'stderr'> = { reason: 'died', message: `The worker ${how}.` };
      const isKnown = this.#end !== undefined;
      // Children may hold its output open; a last reply may still be in the pipe.
      child.kill('SIGKILL');
      const conclude = (): void => {
        clearTimeout(timer);
        if (!isKnown && this.#end?.reason !== 'protocol') this.#end = end;
        this.#conclude();
      };
      const timer = setTimeout(conclude, drainTime);
      child.nodeChildProcess.once('close', conclude);
    });
  }

  #take(line: string): void {
    if (this.#shake) {
      const ready = parseReady(line);
      clearTimeout(this.#timer);
      this.#shake.resolve(ready);
      this.#shake = undefined;
      return;
    }
    const reply = parseReply(line);
    const pending = this.#pending.get(reply.id);
    if (!pending) throw new ProtocolError('A reply to nothing that was asked', line);
    this.#pending.delete(reply.id);
    this.#watchOldest();
    pending.resolve(reply);
  }

  #watchOldest(): void {
    clearTimeout(this.#timer);
    for (const { timeLimit } of this.#pending.values()) {
      this.#watch(timeLimit, 'did not answer');
      return;
    }
  }

  #watch(limit: number, what: string): void {
    const timer = setTimeout(() => {
      // Where this process was busy itself, the answer may have been waiting to be read.
      setImmediate(() => {
        if (this.#timer === timer && (this.#shake || this.#pending.size > 0))
          this.kill('timedOut', `The worker ${what} within ${limit} ms.`);
      });
    }, limit);
    this.#timer = timer;
  }

  #conclude(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearTimeout(this.#timer);
    const end: End = { ...(this.#end as Omit<End, 'stderr'>), stderr: this.#stderr.lines() };
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
    this.#shake?.reject(new WorkerEnded(end, true));
    this.#shake = undefined;
    let blamed = end.reason !== 'closed';
    for (const { reject } of this.#pending.values()) {
      reject(new WorkerEnded(end, blamed));
      blamed = false;
    }
    this.#pending.clear();
    this.#finish(end);
  }
}
