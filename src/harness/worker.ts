/** One persistent Python process: started, asked by id, given a time limit for each request, and ended for certain. */

import { type Channel, howEnded, type Source, StartError } from './channel.ts';
import { type End, WorkerEnded } from './ended.ts';
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
  readonly source: Source;
  /** Milliseconds from start to handshake. */
  readonly startLimit?: number;
  readonly lineLimit?: number;
}

/** Milliseconds for which output is still read after the process itself has ended. */
const drainTime = 500;
/** Milliseconds between a closed stream and the end of the process. */
const closeTime = 200;

export class Worker {
  /** The handshake. */
  readonly ready: Promise<Ready>;
  /** Resolves, never rejects, once the process and its group are gone. */
  readonly ended: Promise<End>;
  readonly #source: Source;
  readonly #pending = new Map<string, Pending>();
  readonly #stderr = tail();
  #channel: Channel | undefined;
  #shake: { readonly resolve: (ready: Ready) => void; readonly reject: (error: WorkerEnded) => void } | undefined;
  #finish: (end: End) => void = () => {};
  #end: Omit<End, 'stderr'> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;
  #isGone = false;

  constructor({ source, startLimit = 120_000, lineLimit }: WorkerOptions) {
    this.#source = source;
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.ready = new Promise((resolve, reject) => {
      this.#shake = { resolve, reject };
    });
    // Who waits for the handshake hears of it; that nobody does is no reason to end the program.
    this.ready.catch(() => {});
    this.#watch(startLimit, 'did not say that it is ready');
    source.open().then(
      (channel) => this.#listen(channel, lineLimit),
      (error: unknown) => {
        const { message, stderr } = error instanceof StartError ? error : new StartError(String(error));
        this.#end ??= { reason: 'died', message };
        this.#conclude(stderr);
      },
    );
  }

  /** Whether it can be asked. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  get pid(): number | undefined {
    return this.#channel?.pid;
  }

  /** Asks; the time limit in milliseconds counts from when the worker has nothing older to do. Rejects with WorkerEnded. */
  request(request: Request, timeLimit: number): Promise<Reply> {
    if (this.#end) return Promise.reject(new WorkerEnded({ ...this.#end, stderr: this.#stderr.lines() }, false));
    const id = String(++this.#asked);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { timeLimit, resolve, reject });
      if (this.#pending.size === 1) this.#watchOldest();
      this.#channel?.stdin.write(requestLine(id, request));
    });
  }

  /** Closes its input, waits up to `patience` milliseconds for it to leave, and kills what is left of its group. */
  async close(patience = 2_000): Promise<void> {
    if (this.isAlive) {
      this.#end = { reason: 'closed', message: 'The worker was closed.' };
      this.#channel?.stdin.end();
      const timer = setTimeout(() => this.kill(), patience);
      await this.ended;
      clearTimeout(timer);
    }
    await this.ended;
  }

  /** Ends it now, with every process that it started. */
  kill(reason: End['reason'] = 'closed', message = 'The worker was closed.'): void {
    if (this.#isGone) return;
    this.#end ??= { reason, message };
    if (this.#channel) this.#channel.kill();
    else {
      this.#source.giveUp();
      this.#conclude();
    }
  }

  #listen(channel: Channel, limit: number | undefined): void {
    if (this.#end) {
      channel.kill();
      this.#conclude();
      return;
    }
    this.#channel = channel;
    // A process that ends closes these first: its exit code says more.
    const closed = (what: string): void => {
      setTimeout(() => this.kill('died', `The worker closed its ${what}.`), closeTime).unref();
    };
    channel.stdin.on('error', () => closed('input'));
    channel.stderr.on('data', this.#stderr.add).on('error', () => {});
    const split = lineSplitter((line) => this.#take(line), limit);
    channel.stdout.on('error', () => {});
    channel.stdout.on('data', (chunk: Uint8Array) => {
      if (this.#end?.reason === 'protocol') return;
      try {
        split(chunk);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.kill('protocol', error.message);
      }
    });
    channel.stdout.once('end', () => closed('output'));
    void this.#drain(channel);
  }

  /** Waits for its end, and for what it still had to say. */
  async #drain(channel: Channel): Promise<void> {
    const said = [channel.stdout, channel.stderr].map(
      (stream) =>
        new Promise((resolve) => {
          stream.once('end', resolve).once('close', resolve);
        }),
    );
    const exit = await channel.exited;
    const isKnown = this.#end !== undefined;
    // Children may hold its output open; a last reply may still be in the pipe.
    channel.kill();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, drainTime);
    });
    await Promise.race([Promise.all(said), late]);
    clearTimeout(timer);
    if (!isKnown && this.#end?.reason !== 'protocol')
      this.#end = { reason: 'died', message: `The worker ${howEnded(exit)}.` };
    this.#conclude();
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

  #conclude(stderr: readonly string[] = this.#stderr.lines()): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearTimeout(this.#timer);
    const end: End = { ...(this.#end as Omit<End, 'stderr'>), stderr };
    this.#channel?.stdout.destroy();
    this.#channel?.stderr.destroy();
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
