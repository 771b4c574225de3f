/** Inputs with and without a batch. */

import { type Tensor, tensor } from './tensor.ts';

/** The input with a batch in front, of one where it has none, and what takes that of an output away again. Source: torch.nn.Conv2d. */
export const batched = (x: Tensor, dimensions: number): readonly [Tensor, (y: Tensor) => Tensor] =>
  x.shape.length === dimensions
    ? [x, (y) => y]
    : [tensor([1, ...x.shape], x.elements), (y) => tensor(y.shape.slice(1), y.elements)];
