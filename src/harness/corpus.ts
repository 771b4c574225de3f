/** Cases: networks with what every witness said of them, as JSON files that stay. */

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type ArchitectureJson, architectureSchema, issue, Refusal } from '../engine/index.ts';
import type { Answer } from './answers.ts';

const witnessSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('answered'),
    version: z.string().optional(),
    totals: z.record(z.string(), z.string()),
    text: z.string().optional(),
  }),
  z.strictObject({ status: z.literal('raised'), version: z.string().optional(), error: z.string() }),
]);

/** A case file. `witnesses` is what the tools said on `date`; a tool that says otherwise today fails its replay. */
export const caseSchema = z.strictObject({
  schema: z.literal('countersign/case@1'),
  name: z.string().min(1),
  date: z.iso.date(),
  /** Why the case is kept. */
  reason: z.string().min(1),
  /** How a campaign found it. */
  found: z
    .strictObject({
      seed: z.int(),
      path: z.string(),
      tool: z.string(),
      /** Before it was shrunk. */
      original: architectureSchema.optional(),
    })
    .optional(),
  architecture: architectureSchema,
  witnesses: z.record(z.string(), witnessSchema),
});

export type Case = z.output<typeof caseSchema>;
export type Witness = z.output<typeof witnessSchema>;

/** What of an answer is kept in a case; undefined for an answer that says nothing of the network. */
export const witnessOf = (answer: Answer, version?: string): Witness | undefined => {
  const stated = version === undefined ? {} : { version };
  if (answer.status === 'answered') return { status: 'answered', ...stated, totals: { ...answer.totals } };
  return answer.status === 'raised' ? { status: 'raised', ...stated, error: answer.error.class } : undefined;
};

/** A name for a network that stays the same: the first digits of a hash over its JSON. */
export const nameOf = (architecture: ArchitectureJson): string =>
  createHash('sha256').update(JSON.stringify(architecture)).digest('hex').slice(0, 12);

/** Reads a case; throws Refusal for a file that is not one. */
export const readCase = async (file: string): Promise<Case> => {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Refusal(issue('not_json', file, { reason: (error as Error).message }));
  }
  const result = caseSchema.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw new Refusal(
    issue('invalid', `${file}: ${first?.path.join('.') ?? ''}`, { reason: first?.message ?? 'This is not a case.' }),
  );
};

/** Writes a file whole or not at all. */
export const writeWhole = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, text);
  await rename(partial, file);
};

/** Writes a case where a reader finds it whole or not at all; gives the file's path. */
export const writeCase = async (folder: string, given: Case): Promise<string> => {
  const file = join(folder, `${given.name}.json`);
  await writeWhole(file, `${JSON.stringify(given, undefined, 2)}\n`);
  return file;
};

/** The files of a corpus, sorted; none where the folder is missing. */
export const listCases = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
};
