/** What a call gives, and where it lives. */

import type { Dispatch } from './dispatch.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named, Storage } from './layer.ts';
import { isInPlace } from './spellings.ts';
import type { Structure } from './structure.ts';
import type { Tensor } from './tensor.ts';

/** Where a call's results live, by its options and by how it is written. */
export const storageOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  spelling: string | undefined,
): Storage => (isInPlace(spelling) ? 'in place' : definition.storage(options, inputs));

/** The results of a call as it leaves them: what is written over the first input is that tensor, and a view of what is learnt is learnt. */
export const resultsOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  named: Named,
  storage: Storage,
  dispatch?: Dispatch,
): readonly Tensor[] => {
  if (storage === 'in place') return [inputs[0]];
  const other = dispatch && definition.otherwise?.(options, inputs, dispatch);
  const outputs = other ?? definition.outputs(options, inputs, named);
  // What is the input itself stays that.
  return storage === 'alias' && inputs[0].learnt
    ? outputs.map((output) => (output.learnt ? output : { ...output, learnt: true }))
    : outputs;
};

/** How PyTorch returns the results of such a call where that is neither one tensor nor a flat tuple. */
export const returnsOf = ({ returns }: LayerDefinition, options: AnyOptions): Structure | undefined =>
  typeof returns === 'function' ? returns(options) : returns;
