/** Reads what the user names: a file, or `-` for standard input. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { UsageError } from './exit.ts';
import { note } from './output.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

const decode = (bytes: Uint8Array, name: string): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UsageError(`${name} is not text in UTF-8. Save it as UTF-8 JSON.`);
  }
};

const stdinBytes = async (): Promise<Buffer> => {
  if (process.stdin.isTTY) note('Reading an architecture from the terminal; end it with Ctrl-D.');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Names in the same folder that are most like a missing file's. */
const neighbours = async (file: string): Promise<string> => {
  const { nearest } = await import('../engine/index.ts');
  const names = await readdir(dirname(file)).catch(() => []);
  const close = nearest(basename(file), names);
  return close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
};

/** Throws UsageError unless the file is there, is a file, and can be read. */
export const checkFile = async (file: string, what: string): Promise<void> => {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isDirectory()) throw new UsageError(`${file} is a directory, not ${what}. Name a file in it.`);
    return;
  }
  if (found.code === 'ENOENT' || found.code === 'ENOTDIR')
    throw new UsageError(`There is no file ${file}.${await neighbours(file)}`);
  throw new UsageError(`${file} cannot be read: ${found.message}.`);
};

const readBytes = async (file: string): Promise<Uint8Array> => {
  if (file === '-') return stdinBytes();
  await checkFile(file, 'an architecture');
  return readFile(file).catch((error: Error) => {
    throw new UsageError(`${file} cannot be read: ${error.message}.`);
  });
};

/** The text of a file or of standard input; throws UsageError where there is none. */
export const readText = async (file: string): Promise<string> => {
  const name = file === '-' ? 'Standard input' : file;
  const text = decode(await readBytes(file), name);
  if (text.trim() !== '') return text;
  throw new UsageError(
    `${name} is empty. Give it an architecture as JSON; "countersign record" makes one from PyTorch.`,
  );
};
