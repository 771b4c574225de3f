/** How much memory the results of a network's calls take at once. */

import { type Exact, plus } from '../../exact.ts';
import type { Value } from '../../outcome.ts';
import { isLeaf, type LeafCall, type ShapedNetwork } from '../../shapes.ts';
import { sumOf } from './cost.ts';

/** Memory that a call took, and the place of the last call that needs it. */
interface Home {
  readonly bytes: Exact;
  last: number;
}

/** Finds for each call the memory that it takes, with the last call that reads it or a view of it. */
const homesOf = (calls: readonly LeafCall[], kept: readonly Value[]): readonly (readonly Home[])[] => {
  const homes = new Map<Value, Home>();
  const need = (value: Value, place: number): void => {
    const home = homes.get(value);
    if (home) home.last = place;
  };
  const taken = calls.map(({ given: { values, named }, left, storage }, place) => {
    for (const value of values) need(value, place);
    for (const name in named) need(named[name] as Value, place);
    if (storage === 'new') {
      const own = left.map(({ tensor }): Home => ({ bytes: sumOf([tensor]), last: place }));
      for (const [index, value] of left.entries()) homes.set(value, own[index] as Home);
      return own;
    }
    const base = homes.get(values[0] as Value);
    if (base) for (const value of left) homes.set(value, base);
    return [];
  });
  for (const value of kept) need(value, calls.length);
  return taken;
};

/**
 * Bytes of results that are alive at each call's end, in the order of the calls: a result from the call that makes it to the last one
 * that reads it or a view of it, the network's outputs to the end. Its inputs and weights are not among them.
 */
export const liveBytes = ({ calls, kept }: ShapedNetwork): readonly Exact[] => {
  const leaves = calls.filter(isLeaf);
  const freed = new Array<Exact>(leaves.length + 1).fill(0);
  let live: Exact = 0;
  return homesOf(leaves, kept).map((taken, place) => {
    for (const { bytes, last } of taken) {
      live = plus(live, bytes);
      freed[last] = plus(freed[last] as Exact, bytes);
    }
    const held = live;
    live = plus(live, -(freed[place] as Exact));
    return held;
  });
};

/** The largest of them, 0 where there is none. */
export const mostOf = (live: readonly Exact[]): bigint =>
  BigInt(live.reduce((most, bytes) => (bytes > most ? bytes : most), 0));

/** The most of them at once. */
export const peakOf = (network: ShapedNetwork): bigint => mostOf(liveBytes(network));
