/** How torch looks at the input of recurrent layers, which tools that watch its operators see. */

import type { LeafCall } from '../shapes.ts';
import type { Tensor } from '../tensor.ts';
import { permuted, unsqueezed } from '../views.ts';

/** The input with its steps first, then the batch. */
export const stepsFirst = ({ options, inputs: [input] }: LeafCall): Tensor => {
  if (input.shape.length === 2) return unsqueezed(input, 1);
  return options.batch_first === true ? permuted(input, [1, 0, 2]) : input;
};
