/** Numbers that follow from what is left of a call in the graph. */

import type { LeafCall } from '../../shapes.ts';
import type { Traced } from './live.ts';

/** The call, its formulas' names including `used0`, `used1` ...: 1 for each result that something in the graph needs. */
export const asTraced = ({ call, used }: Traced): LeafCall => {
  const symbols = { ...call.symbols, ...Object.fromEntries(used.map((is, place) => [`used${place}`, is ? 1 : 0])) };
  return Object.defineProperty(Object.create(call) as LeafCall, 'symbols', { value: symbols });
};
