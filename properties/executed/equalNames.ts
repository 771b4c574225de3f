/** Names in formulas that always have the same number in some kinds, so that exchanging them is no mistake. */

import { readdirSync, readFileSync } from 'node:fs';

/** One excuse: in these kinds all of these names are one number. */
interface EqualNames {
  readonly kinds: readonly string[];
  readonly names: readonly string[];
  readonly because: string;
}

const folder = new URL('./equalNames/', import.meta.url);

/** Every excuse, from one file for each family of kinds. */
export const equalNames: readonly EqualNames[] = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as EqualNames[],
);
