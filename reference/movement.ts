/** Kinds that move elements and compute nothing. */

import type { Equation } from './definition.ts';
import { fill, tensor } from './tensor.ts';

/** y = x, which is also what dropout computes in evaluation mode. Source: torch.nn.Identity. */
export const identity: Equation<unknown> = ({ inputs: [x] }) => [x];

/** The dimensions from `start_dim` to `end_dim` become one; negative ones count from the last. Source: torch.flatten. */
export const flatten: Equation<{ start_dim: number; end_dim: number }> = ({ options, inputs: [x] }) => {
  const front = (dimension: number): number => (dimension < 0 ? dimension + x.shape.length : dimension);
  const [start, end] = [front(options.start_dim), front(options.end_dim)];
  const merged = x.shape.slice(start, end + 1).reduce((all, size) => all * size, 1);
  return [tensor([...x.shape.slice(0, start), merged, ...x.shape.slice(end + 1)], x.elements)];
};

/** The same elements in the same order under another shape; -1 stands for the size that is left. Source: torch.Tensor.view. */
export const view: Equation<{ shape: readonly number[] }> = ({ options, inputs: [x] }) => {
  const known = options.shape.filter((size) => size !== -1).reduce((all, size) => all * size, 1);
  return [
    tensor(
      options.shape.map((size) => (size === -1 ? x.elements.length / known : size)),
      x.elements,
    ),
  ];
};

/** One tensor behind the other along `dim`. Source: torch.cat. */
export const cat: Equation<{ dim: number }> = ({ options, inputs }) => {
  const [first] = inputs;
  const dim = options.dim < 0 ? options.dim + first.shape.length : options.dim;
  const total = inputs.reduce((sum, x) => sum + (x.shape[dim] as number), 0);
  return [
    fill(first.shape.with(dim, total), (index) => {
      let i = index[dim] as number;
      for (const x of inputs) {
        if (i < (x.shape[dim] as number)) return x.at(...index.with(dim, i));
        i -= x.shape[dim] as number;
      }
      throw new RangeError(`No tensor reaches to ${index[dim]}.`);
    }),
  ];
};
