/** Counts as tools have them that compute in doubles: exact up to 2^53, and rounded beyond as they are. */

/** `a / b` of two Python integers: the nearest double. */
export const quotient = (a: bigint, b: number): number => {
  const near = Number(a);
  if (Number.isSafeInteger(near)) return near / b;
  // Two more than enough bits, the last of them set where anything is left.
  const shifted = a << 64n;
  const divisor = BigInt(b);
  const rest = shifted % divisor === 0n ? 0n : 1n;
  return Number((shifted / divisor) | rest) / 2 ** 64;
};

/** A double without its fraction, as a whole number. */
export const truncated = (value: number): bigint => BigInt(Math.trunc(value));
