/** From a name on the command line to a network with shapes. */

import {
  type Convention,
  conventions,
  findConvention,
  issue,
  nearest,
  parseArchitecture,
  Refusal,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import { UsageError } from './exit.ts';
import { readText } from './read.ts';

/** Runs `work`, and puts the file's name before what a Refusal says. */
export const naming = <Result>(file: string, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const name = file === '-' ? 'standard input' : file;
    const lines = error.issues.map(({ path, message }) => `${name}: ${path ? `${path}: ` : ''}${message}`);
    throw new UsageError(lines.join('\n'), { cause: error });
  }
};

/** Whether the name is one of a class or function in a Python file, as in `net.py:Net`. */
export const isPython = (name: string): boolean => /\.py(:|$)/.test(name);

/** Reads and checks the architecture in a file, or on standard input for `-`. */
export const readNetwork = async (file: string): Promise<ShapedNetwork> => {
  if (isPython(file))
    throw new UsageError(
      `${file} is Python, and this takes an architecture as JSON. Make one with "countersign record ${file.includes(':') ? file : `${file}:NAME`} --input 1,3,224,224 -o net.json".`,
    );
  const text = await readText(file);
  return naming(file, () => shapeNetwork(parseArchitecture(text)));
};

/** The names in `a,b`; throws UsageError where there is none. */
export const namesIn = (list: string, option: string): string[] => {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new UsageError(`--${option} needs at least one name, as in --${option} a,b.`);
  return names;
};

/** A name that must be known; throws UsageError, naming the nearest. */
export const knownName = <Name extends string>(name: string, what: string, known: readonly Name[]): Name => {
  if ((known as readonly string[]).includes(name)) return name as Name;
  const close = nearest(name, known);
  const hint = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : `Known are ${known.join(', ')}.`;
  throw new UsageError(`No ${what} is called "${name}". ${hint}`);
};

/** The names in `a,b`, each of which must be known, without repetition. */
export const knownNames = <Name extends string>(
  list: string,
  option: string,
  what: string,
  known: readonly Name[],
): Name[] => [...new Set(namesIn(list, option))].map((name) => knownName(name, what, known));

/** The convention of that name; throws UsageError, naming the nearest, where there is none. */
export const conventionFrom = (name: string): Convention =>
  findConvention(knownName(name, 'convention', [...conventions.keys()]));

/** The conventions in `a,b`, or all. */
export const conventionsFrom = (list: string | undefined): readonly Convention[] =>
  (list === undefined
    ? [...conventions.keys()]
    : knownNames(list, 'conventions', 'convention', [...conventions.keys()])
  ).map(findConvention);

/** Throws Refusal for a layer that is not there. */
export const refuseLayer = (layer: string, names: Iterable<string>): never => {
  throw new Refusal(issue('unknown_layer', '', { layer, nearest: nearest(layer, names) }));
};
