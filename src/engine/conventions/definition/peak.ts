/** How much memory the results of a network's calls take at once. */

import { type Exact, plus } from '../../exact.ts';
import { none, type Value } from '../../outcome.ts';
import { isLeaf, type LeafCall, type ShapedNetwork } from '../../shapes.ts';

/** By the number of each value that took memory, the place of the last call that needs that memory, for it or for a view of it. */
const lastNeeds = (calls: readonly LeafCall[], { kept, valueCount }: ShapedNetwork): Int32Array => {
  const last = new Int32Array(valueCount);
  // For each value the one that took the memory in which it lies. The first is an input, for which no call took any: it stands for all such.
  const homes = new Int32Array(valueCount);
  const need = ({ number }: Value, place: number): void => {
    last[homes[number] as number] = place;
  };
  for (let place = 0; place < calls.length; place++) {
    const { given, left, storage } = calls[place] as LeafCall;
    for (const value of given.values) need(value, place);
    if (given.named !== none) for (const name in given.named) need(given.named[name] as Value, place);
    for (const value of left) {
      const home = storage === 'new' ? value.number : (homes[(given.values[0] as Value).number] as number);
      homes[value.number] = home;
      need(value, place);
    }
  }
  for (const value of kept) need(value, calls.length);
  return last;
};

/**
 * Bytes of results that are alive at each call's end, in the order of the calls: a result from the call that makes it to the last one
 * that reads it or a view of it, the network's outputs to the end. Its inputs and weights are not among them.
 */
export const liveBytes = (network: ShapedNetwork): readonly Exact[] => {
  const leaves = network.calls.filter(isLeaf);
  const last = lastNeeds(leaves, network);
  const freed = new Array<Exact>(leaves.length + 1).fill(0);
  let live: Exact = 0;
  return leaves.map(({ left, storage, outcome }, place) => {
    if (storage === 'new')
      for (let index = 0; index < left.length; index++) {
        const bytes = outcome.bytes[index] as Exact;
        const end = last[(left[index] as Value).number] as number;
        live = plus(live, bytes);
        freed[end] = plus(freed[end] as Exact, bytes);
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
