/** A drawn network of one kind with one of its options changed a little: where a rule ends is where it is easily written wrong. */

import fc from 'fast-check';
import { type ArchitectureJson, type LayerDefinition, layers } from '../../src/engine/index.ts';
import { type Changed, networksOf, optionNamesOf, optionsIn, withOption } from './hostile.ts';

const words = [
  ...['zeros', 'constant', 'reflect', 'replicate', 'circular', 'same', 'valid', 'border', 'reflection'],
  ...['channels_last', 'preserve_format', 'contiguous_format', 'float64', 'float16', 'int64', 'int32', 'bool'],
  ...['nearest', 'nearest-exact', 'linear', 'bilinear', 'bicubic', 'trilinear', 'area'],
  ...['mean', 'sum', 'max', 'amax', 'prod', 'relu', 'gelu', 'tanh', 'none', 'floor', 'trunc'],
  ...['ij', 'xy', 'fro', 'nuc', 'inf', '-inf'],
] as const;

type Change = fc.Arbitrary<unknown>;

const changedNumber = (given: number): Change =>
  fc.constantFrom<unknown>(
    ...[given + 1, given - 1, given + 2, given - 2, given + 5, given - 6, -given, 2 * given, given + 0.5, 0, 1, -1],
    ...[undefined, null, [given, given], [given, given + 1]],
  );

/** A word of another option, or the same text with a letter too many, too few or elsewhere, as equations have them. */
const changedText = (given: string): Change => {
  const cut = (text: string, at: number): string => text.slice(0, at % (text.length + 1));
  const rest = (text: string, at: number): string => text.slice(at % (text.length + 1));
  const edits: readonly ((at: number, from: number) => string)[] = [
    (at) => cut(given, at) + rest(given, at).slice(1),
    (at, from) => cut(given, at) + (given[from % given.length] ?? '') + rest(given, at),
    (at, from) => cut(given, at) + (given[from % given.length] ?? '') + rest(given, at).slice(1),
    (at) => `${cut(given, at)}...${rest(given, at)}`,
    (at) => cut(given, at),
  ];
  return fc.oneof(
    fc.constantFrom(...words),
    fc.tuple(fc.constantFrom(...edits), fc.nat(100), fc.nat(100)).map(([edit, at, from]) => edit(at, from)),
  );
};

const changedList = (given: readonly unknown[]): Change => {
  const last = given.at(-1);
  const whole = [
    given.slice(0, -1),
    given.slice(1),
    [...given, last],
    [...given, 1],
    [...given].reverse(),
    [...given, ...given],
    last ?? null,
  ];
  // A list has no item that is not there.
  const items = given.map((item, place) =>
    changed(item)
      .filter((other) => other !== undefined)
      .map((other) => given.with(place, other)),
  );
  // Most of all one item alone.
  return fc.oneof(fc.constantFrom<unknown>(...whole), ...items, ...items);
};

/** One value in it alone, as the layer of a transformer has them. */
const changedRecord = (given: Readonly<Record<string, unknown>>): Change => {
  const items = Object.entries(given).map(([name, item]) =>
    changed(item).map((other) => ({ ...given, [name]: other })),
  );
  return items.length > 0 ? fc.oneof(...items) : fc.constant(null);
};

const changed = (given: unknown): Change => {
  if (typeof given === 'number') return changedNumber(given);
  if (typeof given === 'boolean') return fc.constant(!given);
  if (Array.isArray(given)) return changedList(given);
  if (typeof given === 'object' && given !== null) return changedRecord(given as Readonly<Record<string, unknown>>);
  return typeof given === 'string' ? changedText(given) : fc.constantFrom<unknown>(0, 1, 2, -1, [1], [1, 1], true);
};

const ofOption = (json: ArchitectureJson, definition: LayerDefinition, option: string): fc.Arbitrary<Changed> =>
  changed(optionsIn(json, definition)[option]).map((value) => ({
    json: withOption(json, definition, option, value),
    option,
    value,
  }));

/** Undefined for a kind without options. */
export const nearTo = (kind: string): fc.Arbitrary<Changed> | undefined => {
  const definition = layers.get(kind) as LayerDefinition;
  const names = optionNamesOf(definition);
  if (names.length === 0) return undefined;
  return fc
    .tuple(networksOf(kind), fc.constantFrom(...names))
    .chain(([json, option]) => ofOption(json, definition, option));
};
