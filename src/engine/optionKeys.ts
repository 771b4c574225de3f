/** Options as keys: what is found for options is found again for others with the same content. */

import type { AnyOptions } from './layer.ts';
import { remembered } from './remembered.ts';

interface Entry<Found> {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  readonly found: Found;
}

const isPlain = (value: unknown): boolean => value === null || typeof value !== 'object';
const isKey = (value: unknown): boolean => isPlain(value) || (Array.isArray(value) && value.every(isPlain));

const isSame = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) ||
  (Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((item, index) => Object.is(item, b[index])));

const isEntry = (given: AnyOptions, { names, values }: Entry<unknown>): boolean => {
  let place = 0;
  for (const name in given) {
    if (names[place] !== name || !isSame(given[name], values[place])) return false;
    place++;
  }
  return place === names.length;
};

const mixed = (sum: number, value: unknown): number => {
  const part = typeof value === 'number' ? value * 1_000_003 : typeof value === 'string' ? value.length : Number(value);
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

/** How many options with one number are kept. */
const mostAlike = 8;

/** A table by the content of options. Options that hold more than numbers, texts and lists of them are never found. */
export const byOptions = <Found>() => {
  const table = remembered<number, Entry<Found>[]>();
  return {
    get: (given: AnyOptions): Found | undefined => {
      for (const entry of table.get(numberOf(given)) ?? []) if (isEntry(given, entry)) return entry.found;
      return undefined;
    },
    set: (given: AnyOptions, found: Found): Found => {
      const values = Object.values(given);
      if (!values.every(isKey)) return found;
      const key = numberOf(given);
      const copies = values.map((value) => (Array.isArray(value) ? [...value] : value));
      const alike = (table.get(key) ?? []).slice(1 - mostAlike);
      table.set(key, [...alike, { names: Object.keys(given), values: copies, found }]);
      return found;
    },
  };
};
