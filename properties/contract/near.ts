/** A drawn network of one kind with one of its options changed a little: where a rule ends is where it is easily written wrong. */

import fc from 'fast-check';
import { type ArchitectureJson, type LayerDefinition, layers } from '../../src/engine/index.ts';
import { type Changed, networksOf, optionNamesOf, optionsIn, withOption } from './hostile.ts';

const words = [
  ...['zeros', 'constant', 'reflect', 'replicate', 'circular', 'same', 'valid', 'border', 'reflection'],
  ...['nearest', 'nearest-exact', 'linear', 'bilinear', 'bicubic', 'trilinear', 'area'],
  ...['mean', 'sum', 'max', 'amax', 'prod', 'relu', 'gelu', 'tanh', 'none', 'floor', 'trunc', 'ij', 'xy'],
] as const;

type Change = fc.Arbitrary<unknown>;

const changedNumber = (given: number): Change =>
  fc.constantFrom(given + 1, given - 1, -given, 2 * given, given - 2, given + 2, 0, 1, -1, null, [given, given]);

const changedList = (given: readonly unknown[]): Change => {
  const last = given.at(-1);
  const whole = [
    given.slice(0, -1),
    given.slice(1),
    [...given, last],
    [...given, 1],
    [...given].reverse(),
    last ?? null,
  ];
  const items = given.map((item, place) => changed(item).map((other) => given.with(place, other)));
  // Most of all one item alone.
  return fc.oneof(fc.constantFrom<unknown>(...whole), ...items, ...items);
};

const changed = (given: unknown): Change => {
  if (typeof given === 'number') return changedNumber(given);
  if (typeof given === 'boolean') return fc.constant(!given);
  if (Array.isArray(given)) return changedList(given);
  return typeof given === 'string'
    ? fc.constantFrom(...words)
    : fc.constantFrom<unknown>(0, 1, 2, -1, [1], [1, 1], true);
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
