/** A campaign's folder: its plan, and every answer of every witness as a JSON line, there before anything is made of it. */

import { closeSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ArchitectureJson, issue, Refusal } from '../engine/index.ts';
import { type Answer, answerSchema } from './answers.ts';
import { nameOf, writeWhole } from './corpus.ts';
import { isToolName, type ToolName, toolNames } from './environments.ts';
import type { Ask, Why } from './examine.ts';
import { type Append, lineWriter } from './lineWriter.ts';

/** What a run was started with; `plan` is for the campaign to read. */
const runSchema = z.strictObject({
  schema: z.literal('countersign/run@1'),
  version: z.string(),
  started: z.iso.datetime(),
  plan: z.looseObject({ seed: z.int(), tools: z.array(z.enum(toolNames)) }),
  versions: z.record(z.string(), z.string()),
});
export type RunHead = z.output<typeof runSchema>;

const lineSchema = z.strictObject({
  why: z.enum(['case', 'confirming', 'shrinking']),
  /** Of a case: its number in the campaign. */
  index: z.int().optional(),
  /** Milliseconds since the campaign began. */
  at: z.number(),
  /** As it was drawn; whoever judges it checks it. */
  architecture: z.custom<ArchitectureJson>((value) => typeof value === 'object' && value !== null),
  answers: z.record(z.string(), answerSchema),
});
export type Kept = z.output<typeof lineSchema>;

const headFile = (folder: string): string => join(folder, 'run.json');
const answersFile = (folder: string): string => join(folder, 'answers.jsonl');

const refuse = (file: string, reason: string): never => {
  throw new Refusal(issue('invalid', file, { reason }));
};

/** Reads what a run was started with; throws Refusal for a folder that is none. */
export const readHead = async (folder: string): Promise<RunHead> => {
  const file = headFile(folder);
  const text = await readFile(file, 'utf8').catch(() => refuse(folder, 'This is not the folder of a run.'));
  try {
    return runSchema.parse(JSON.parse(text));
  } catch (error) {
    return refuse(file, `This is not what a run was started with: ${(error as Error).message}`);
  }
};

const parseKept = (text: string, where: string): Kept => {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch (error) {
    return refuse(where, (error as Error).message);
  }
};

interface Place {
  readonly start: number;
  readonly length: number;
}

/** Bytes that are read at once; a run may be larger than memory. */
const chunkSize = 1 << 24;

/** Every whole line of a run with its place; a last one that was cut off while it was written is left out. */
function* linesOf(folder: string): Generator<Place & { text: string; where: string }> {
  const path = answersFile(folder);
  const file = openSync(path, 'r');
  try {
    let number = 0;
    let start = 0;
    let rest = Buffer.alloc(0);
    for (let position = 0; ; ) {
      const chunk = Buffer.alloc(chunkSize);
      const count = readSync(file, chunk, 0, chunkSize, position);
      if (count === 0) return;
      position += count;
      let bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
        yield { text: bytes.toString('utf8', 0, end), start, length: end, where: `${path}, line ${++number}` };
        start += end + 1;
        bytes = bytes.subarray(end + 1);
      }
      rest = bytes;
    }
  } finally {
    closeSync(file);
  }
}

/** What a run has kept, in the order in which it was answered. */
export function* readRun(folder: string): Generator<Kept> {
  for (const { text, where } of linesOf(folder)) yield parseKept(text, where);
}

/** The answers of a line, in the order of `toolNames`. */
export const answersIn = ({ answers }: Kept): ReadonlyMap<ToolName, Answer> =>
  new Map(toolNames.filter((tool) => answers[tool]).map((tool) => [tool, answers[tool] as Answer]));

const keyOf = (why: string, architecture: ArchitectureJson, tools: readonly string[]): string =>
  `${why} ${nameOf(architecture)} ${[...tools].sort().join()}`;

/** Answers that were kept before, and where new ones go. */
export interface Run {
  readonly folder: string;
  /** Milliseconds that earlier parts of it took. */
  readonly spent: number;
  /** Asks only for what it does not know yet, and keeps what it is told before it hands it on. */
  readonly around: (ask: Ask) => Ask;
  readonly close: () => Promise<void>;
}

export interface RunOptions {
  /** How bytes come to the disk, for tests. */
  readonly append?: Append;
}

const openRun = async (folder: string, spent: number, known: ReadonlyMap<string, Place>, options: RunOptions) => {
  const file = answersFile(folder);
  const reader = openSync(file, 'a+');
  const handle = await open(file, 'a');
  const writer = lineWriter(
    options.append ?? ((text) => handle.appendFile(text)),
    (reason) =>
      `${file} cannot be written: ${reason}. What came before is kept: make room, then go on with "countersign fuzz --resume ${folder}".`,
  );
  const started = performance.now();
  const recall = ({ start, length }: Place): ReadonlyMap<ToolName, Answer> => {
    const bytes = Buffer.alloc(length);
    readSync(reader, bytes, 0, length, start);
    return answersIn(parseKept(bytes.toString('utf8'), file));
  };
  const keep = (why: Why, architecture: ArchitectureJson, answers: ReadonlyMap<ToolName, Answer>): Promise<void> => {
    const at = Math.round(spent + performance.now() - started);
    return writer.write(`${JSON.stringify({ ...why, at, architecture, answers: Object.fromEntries(answers) })}\n`);
  };
  const run: Run = {
    folder,
    spent,
    around:
      (ask) =>
      async (architecture, tools, why = { why: 'shrinking' }) => {
        const place = known.get(keyOf(why.why, architecture, tools));
        if (place) return recall(place);
        const answers = await ask(architecture, tools, why);
        await keep(why, architecture, answers);
        return answers;
      },
    close: async () => {
      await writer.idle();
      closeSync(reader);
      await handle.close();
    },
  };
  return run;
};

/** Begins a run in a folder that holds none yet; throws Refusal where it does. */
export const beginRun = async (folder: string, head: RunHead, options: RunOptions = {}): Promise<Run> => {
  await mkdir(folder, { recursive: true });
  const isTaken = await readFile(headFile(folder)).then(
    () => true,
    () => false,
  );
  if (isTaken)
    refuse(folder, `There is a run in it already. Go on with it by --resume ${folder}, or name another folder.`);
  await writeWhole(headFile(folder), `${JSON.stringify(runSchema.parse(head), undefined, 2)}\n`);
  return openRun(folder, 0, new Map(), options);
};

/** Goes on with a run: what it knows is not asked again. */
export const resumeRun = async (folder: string, options: RunOptions = {}): Promise<Run> => {
  const known = new Map<string, Place>();
  let spent = 0;
  let size = 0;
  const file = answersFile(folder);
  closeSync(openSync(file, 'a'));
  for (const { text, start, length, where } of linesOf(folder)) {
    const kept = parseKept(text, where);
    const key = keyOf(kept.why, kept.architecture, Object.keys(kept.answers).filter(isToolName));
    if (!known.has(key)) known.set(key, { start, length });
    spent = Math.max(spent, kept.at);
    size = start + length + 1;
  }
  const cut = openSync(file, 'r+');
  ftruncateSync(cut, size);
  closeSync(cut);
  return openRun(folder, spent, known, options);
};
