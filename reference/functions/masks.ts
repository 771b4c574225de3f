/** Masks as numbers: zeros like a tensor, and a number wherever a mask is true. Neither is arithmetic. */

import type { Equation } from '../definition.ts';
import { fill } from '../tensor.ts';
import { broadcast, number, repeated } from './elementwise.ts';

/** y = 0. Source: torch.zeros_like. */
const zerosLike: Equation<unknown> = ({ inputs: [x] }, { data }) => [fill(x.shape, () => data(0))];

/** y = value where the mask is true, else x. Source: torch.Tensor.masked_fill. */
const maskedFill: Equation<{ readonly value?: unknown }> = ({ options, inputs }, { data, value }) => {
  const [x, mask, filling] = inputs;
  const filled = filling ? filling.at() : data(number(options.value));
  return [
    fill(broadcast(inputs.slice(0, 2)), (index) =>
      mask && value(repeated(mask, index)) !== 0 ? filled : repeated(x, index),
    ),
  ];
};

export const masks = { zeros_like: zerosLike, masked_fill: maskedFill };
