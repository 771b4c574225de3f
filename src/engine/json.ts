/** JSON as text to a value, without the numbers that JSON.parse would change silently. */

import { issue, Refusal } from './issues.ts';

/** A string, which may hold digits and quotes, or a number as it is written. */
const literal = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** What a text has in which any number is changed: as many digits as 2^53 has, or an exponent. Few have, and the others need no closer look. */
const suspect = /\d{16}|\d[eE]/;

/** A number that comes out of JSON.parse as another: a whole number past 2^53 - 1, or one that becomes infinite. */
const isChanged = (text: string): boolean => {
  const value = Number(text);
  return !Number.isFinite(value) || (/^-?\d+$/.test(text) && !Number.isSafeInteger(value));
};

/** The value of a JSON text. Throws Refusal for what is not JSON, and for numbers that cannot be kept exactly. */
export const parseJson = (text: string): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal(issue('not_json', '', { reason: (error as Error).message }));
  }
  if (!suspect.test(text)) return value;
  for (const [found] of text.matchAll(literal)) {
    if (found.startsWith('"') || !isChanged(found)) continue;
    const shown = found.length > 40 ? `${found.slice(0, 37)}...` : found;
    throw new Refusal(issue('inexact_number', '', { number: shown }));
  }
  return value;
};
