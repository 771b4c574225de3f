/** What a definition is given and what it returns. */

import type { Arithmetic } from './arithmetic.ts';
import type { Tensor } from './tensor.ts';

/** A call of a layer: `weights` are its parameters and buffers under PyTorch's names. */
export interface Call<Options> {
  /** PyTorch's own names, none left out, one number for each dimension where PyTorch takes several. */
  readonly options: Options;
  readonly inputs: readonly [Tensor, ...Tensor[]];
  /** Optional tensors under PyTorch's names of the arguments. */
  readonly named: Readonly<Record<string, Tensor>>;
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** Computes a layer's outputs out of its inputs, with every operation done by the arithmetic. */
export type Equation<Options> = (call: Call<Options>, arithmetic: Arithmetic) => readonly Tensor[];

/** A weight that an equation needs; throws where the call has none. */
export const weight = ({ weights }: Pick<Call<unknown>, 'weights'>, name: string): Tensor => {
  const found = weights[name];
  if (!found)
    throw new Error(`The equation needs "${name}", and was given ${Object.keys(weights).join(', ') || 'none'}.`);
  return found;
};
