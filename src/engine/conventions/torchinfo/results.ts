/** Which tensor of a result torchinfo takes the size of. */

import type { Structure } from '../../structure.ts';
import type { Tensor } from '../../tensor.ts';

/** The first tensor, as far as it is reached through first items alone. */
const firstIn = (structure: Structure, tensors: readonly Tensor[]): Tensor | undefined => {
  if (structure === null) return undefined;
  if (typeof structure === 'number') return tensors[structure];
  const [first] = Object.values(structure);
  return first === undefined ? undefined : firstIn(first, tensors);
};

/** The tensor that stands for all of a result: the first; of a dict that of the last value; undefined where none is found. */
export const standing = (returns: Structure | undefined, tensors: readonly Tensor[]): Tensor | undefined => {
  if (returns === undefined) return tensors[0];
  const isDict = returns !== null && typeof returns === 'object' && !Array.isArray(returns);
  return firstIn(isDict ? (Object.values(returns).at(-1) ?? null) : returns, tensors);
};
