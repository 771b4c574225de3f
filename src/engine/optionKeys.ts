/** Options as keys: those with the same content are one object. */

import type { AnyOptions } from './layer.ts';
import { remembered } from './remembered.ts';

type Plain = number | string | boolean | null | undefined;

const isPlain = (value: unknown): value is Plain => value === null || typeof value !== 'object';

const isSame = (a: unknown, b: unknown): boolean => {
  if (!Array.isArray(a)) return Object.is(a, b);
  if (!Array.isArray(b) || a.length !== b.length) return false;
  for (let place = 0; place < a.length; place++) if (!Object.is(a[place], b[place])) return false;
  return true;
};

interface Entry {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  readonly options: AnyOptions;
}

const isEntry = (given: AnyOptions, { names, values }: Entry): boolean => {
  let place = 0;
  for (const name in given) {
    if (names[place] !== name || !isSame(given[name], values[place])) return false;
    place++;
  }
  return place === names.length;
};

const mixed = (sum: number, value: unknown): number => {
  const part = typeof value === 'number' ? value * 1_000_003 : typeof value === 'string' ? value.length : value ? 1 : 0;
  return (Math.imul(sum, 31) + part) | 0;
};

/** A number that equal options have in common. */
const numberOf = (given: AnyOptions): number => {
  let sum = 0;
  for (const name in given) {
    const value = given[name];
    if (Array.isArray(value)) for (const item of value) sum = mixed(sum, item);
    else sum = mixed(sum, value);
  }
  return sum;
};

/** A copy of options that hold plain values and lists of them; undefined for others. */
const copyOf = (given: AnyOptions): AnyOptions | undefined => {
  const copy: Record<string, unknown> = {};
  for (const name in given) {
    const value = given[name];
    if (name === '__proto__' || !(Array.isArray(value) ? value.every(isPlain) : isPlain(value))) return undefined;
    copy[name] = Array.isArray(value) ? Object.freeze([...value]) : value;
  }
  return Object.freeze(copy);
};

/** How many options with one number are kept. */
const mostAlike = 8;

const known = remembered<number, readonly Entry[]>();

/**
 * The one object that stands for all options with this content, in this order: a copy, which nobody can change. Undefined for
 * options that hold more than numbers, texts and lists of them.
 */
export const internedOptions = (given: AnyOptions): AnyOptions | undefined => {
  const key = numberOf(given);
  const alike = known.get(key) ?? [];
  for (const entry of alike) if (isEntry(given, entry)) return entry.options;
  const options = copyOf(given);
  if (options) {
    const entry = { names: Object.keys(options), values: Object.values(options), options };
    known.set(key, [...alike.slice(1 - mostAlike), entry]);
  }
  return options;
};
