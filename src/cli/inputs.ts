/** Reads the values of options: shapes, names in Python files, durations, numbers. */

import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { nearest } from '../engine/nearest.ts';
import { bytesOf } from '../engine/tensor.ts';
import type { Source, SourceInput } from '../harness/protocol.ts';
import { UsageError } from './exit.ts';
import { checkFile } from './read.ts';

const example = 'Write it as --input 1,3,224,224 or, with a type, --input 8,128:int64.';

/** `1,3,224,224` or `8,128:int64`: the batch first, then the other dimensions. */
export const parseInput = (text: string): SourceInput => {
  const [sizes, dtype = 'float32', ...more] = text.split(':') as [string, ...string[]];
  if (more.length > 0) throw new UsageError(`--input "${text}" has more than one colon. ${example}`);
  const shape = sizes.split(',').map((size) => {
    const value = Number(size.trim());
    if (/^[0-9]+$/.test(size.trim()) && Number.isSafeInteger(value) && value > 0) return value;
    throw new UsageError(
      `--input "${text}": "${size.trim()}" is not a size, which is a whole number from 1 on. ${example}`,
    );
  });
  const known = Object.keys(bytesOf);
  if (!known.includes(dtype)) {
    const close = nearest(dtype, known);
    const hint = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Known are ${known.join(', ')}.`;
    throw new UsageError(`--input "${text}": "${dtype}" is not a type of elements. ${hint}`);
  }
  return { shape, dtype };
};

/** The inputs of a module in a Python file, of which there must be at least one. */
export const parseInputs = (texts: readonly string[] | undefined): SourceInput[] => {
  if (!texts || texts.length === 0)
    throw new UsageError(`A module in a Python file needs the shape of each input. ${example}`);
  return texts.map(parseInput);
};

/** `FILE.py:NAME`; throws UsageError where the file is missing, or NAME is, with the names that the file seems to define. */
export const parseSource = async (text: string): Promise<Source> => {
  const [, file, name] = /^(.*\.py)(?::(.*))?$/s.exec(text) ?? [];
  if (file === undefined)
    throw new UsageError(`"${text}" is not a module in a Python file. Write it as FILE.py:NAME, such as net.py:Net.`);
  await checkFile(file, 'a Python file');
  if (name !== undefined && /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name)) return { file, name };
  const found = [...(await readFile(file, 'utf8')).matchAll(/^class (\w+)/gm)].map(([, found]) => `${file}:${found}`);
  const hint =
    found.length > 0
      ? `, such as ${found.slice(0, 3).join(' or ')}`
      : ', the name of a module, class or function in it';
  throw new UsageError(
    name === undefined || name === ''
      ? `${file} needs a name behind it${hint}.`
      : `"${name}" cannot be a name in Python. Write FILE.py:NAME${hint}.`,
  );
};

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `90s`, `5m` or `1h` in milliseconds. */
export const parseDuration = (text: string): number => {
  const [, number, unit] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (units[unit ?? ''] ?? Number.NaN);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--budget "${text}" is not a time. Write it as 90s, 5m or 1h.`);
};

/** A whole number in a range; `name` is that of the option or argument as it is written. */
export const parseWhole = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^-?[0-9]+$/.test(text.trim()) && value >= least && value <= most) return value;
  throw new UsageError(`${name} "${text}" is not a whole number from ${least} to ${most}.`);
};

/** A seed of 32 bits, drawn where none is given. */
export const parseSeed = (text: string | undefined): number =>
  text === undefined ? randomInt(2 ** 31) : parseWhole('--seed', text, -(2 ** 31), 2 ** 31 - 1);
