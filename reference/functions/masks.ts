/** Zeros like a tensor, of which nothing but the shape is looked at. */

import type { Equation } from '../definition.ts';
import { fill } from '../tensor.ts';

/** y = 0. Source: torch.zeros_like. */
const zerosLike: Equation<unknown> = ({ inputs: [x] }, { data }) => [fill(x.shape, () => data(0))];

export const masks = { zeros_like: zerosLike };
