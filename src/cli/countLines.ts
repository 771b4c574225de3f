/** `countersign count --ndjson`: one architecture a line in, one result a line out, in order and as they come. */

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Convention, parseArchitecture, Refusal, shapeNetwork } from '../engine/index.ts';
import { countJson } from '../report/count.ts';
import type { CountJson, ErrorLineJson } from '../report/schemas.ts';
import { exitCodes } from './exit.ts';
import { print } from './output.ts';
import { checkFile } from './read.ts';

/** The result of one line: a count, or why it was refused. */
export const countLine = (line: string, convention: Convention): CountJson | ErrorLineJson => {
  try {
    const network = shapeNetwork(parseArchitecture(line));
    return countJson(convention.count(network), convention, network);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [{ code, message, path }] = error.issues;
    return { error: { code, message, path } };
  }
};

/** Counts every line; a refused one makes the exit code 2, and the others are counted all the same. */
export const countLines = async (file: string, convention: Convention): Promise<void> => {
  if (file !== '-') await checkFile(file, 'a file of architectures');
  const input = file === '-' ? process.stdin : createReadStream(file);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const result = countLine(line, convention);
    if ('error' in result) process.exitCode = exitCodes.badInput;
    await print(`${JSON.stringify(result)}\n`);
  }
};
