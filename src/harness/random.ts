/** Random numbers that are the same on every machine: each case of a campaign has its own, by seed and number. */

const mix = (value: number): number => {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

/** Whole numbers from 0 to `most`, evenly spread, that follow from the numbers given. Source: splitmix, in 32 bits. */
export const randomFrom = (...seeds: readonly number[]): ((most: number) => number) => {
  let state = seeds.reduce((mixed, seed) => mix(mixed + seed + 0x9e3779b9), 0);
  return (most) => {
    state = (state + 0x9e3779b9) | 0;
    return Math.floor((mix(state) / 2 ** 32) * (most + 1));
  };
};
