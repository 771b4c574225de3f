/** Numbers as thop's `clever_format` prints them. */

import { fixed } from '../../pythonFormat.ts';

const units = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

/** `clever_format(value)`; a number that is exactly a unit has that of thop 0.1.1 only where it `isInclusive`. */
export const cleverFormat = (value: bigint, isInclusive: boolean): string => {
  const number = Number(value);
  const size = Math.abs(number);
  const found = units.find(([scale]) => (isInclusive ? size >= scale : number > scale));
  return found ? `${fixed(number / found[0], 2)}${found[1]}` : `${fixed(number, 2)}B`;
};
