/** Counts as people read them. Counts travel as decimal strings, so these take strings. */

import { commas, fixed } from '../engine/pythonFormat.ts';

const integer = /^-?[0-9]+$/;

/** Whether a figure is an exact count, not a size that a tool prints rounded. */
export const isCount = (figure: string | undefined): figure is string => figure !== undefined && integer.test(figure);

/** A count with thousands separators; anything else unchanged. */
export const grouped = (figure: string): string => (isCount(figure) ? commas(BigInt(figure)) : figure);

/** A difference with its sign. */
export const signed = (figure: string): string => (figure.startsWith('-') ? grouped(figure) : `+${grouped(figure)}`);

/** What a decimal text is counted in, exactly: rounded texts have up to three decimals. */
export const thousand = 1000n;

/** A decimal text in thousandths. */
export const thousandthsOf = (text: string): bigint => {
  const [whole = '', decimals = ''] = text.split('.');
  return BigInt(whole + decimals.padEnd(3, '0'));
};

/** So many thousandths as a decimal text. */
export const decimalOf = (thousandths: bigint): string => {
  const size = thousandths < 0n ? -thousandths : thousandths;
  const rest = String(size % thousand)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${thousandths < 0n ? '-' : ''}${size / thousand}${rest ? `.${rest}` : ''}`;
};

const units = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A count in two decimals and a unit, as in 61.26M; below a thousand exact. */
export const rounded = (figure: string): string => {
  const value = Number(figure);
  for (const [size, unit] of units) {
    // 999,999 is 1.00M, not 1000.00k.
    if (value >= size * 0.999995) return `${fixed(value / size, 2)}${unit}`;
  }
  return figure;
};

/** Bytes in MiB with two decimals. */
export const mebibytes = (figure: string): string => `${fixed(Number(figure) / 2 ** 20, 2)} MiB`;

/** b / a in three significant digits, rounded half up; undefined where a is 0 or either is not an exact count. */
export const ratio = (a: string | undefined, b: string | undefined): string | undefined => {
  if (!isCount(a) || !isCount(b)) return undefined;
  const below = BigInt(a);
  const above = BigInt(b);
  if (below <= 0n || above < 0n) return undefined;
  if (above === 0n) return '0';
  let decimals = 2;
  for (let rest = above; rest >= below * 10n && decimals > 0; rest /= 10n) decimals--;
  for (let rest = above; rest < below; rest *= 10n) decimals++;
  const digits = (): bigint => (2n * above * 10n ** BigInt(decimals) + below) / (2n * below);
  // 9.996 is 10.0, not 10.00.
  if (decimals > 0 && digits() >= 1000n) decimals--;
  const text = digits()
    .toString()
    .padStart(decimals + 1, '0');
  const point = text.length - decimals;
  return decimals === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
};
