import type { Equation } from './definition.ts';
import { fill, type Tensor } from './tensor.ts';

/** a[index], where a dimension of size 1 or a missing one in front is repeated. Source: PyTorch's notes on broadcasting. */
const repeated = (a: Tensor, index: readonly number[]) =>
  a.at(...index.slice(index.length - a.shape.length).map((i, dimension) => (a.shape[dimension] === 1 ? 0 : i)));

/** y = a + b, element by element, after broadcasting. Source: torch.add. */
export const add: Equation<{ alpha: number }> = ({ options, inputs }, arithmetic) => {
  const [a, b] = inputs as unknown as [Tensor, Tensor];
  if (options.alpha !== 1) throw new Error(`The equation has no factor, got alpha = ${options.alpha}.`);
  const dimensions = Math.max(a.shape.length, b.shape.length);
  const shape = Array.from({ length: dimensions }, (_, front) => {
    const sizes = [a.shape.at(front - dimensions) ?? 1, b.shape.at(front - dimensions) ?? 1];
    return sizes.find((size) => size !== 1) ?? 1;
  });
  return [fill(shape, (index) => arithmetic.add(repeated(a, index), repeated(b, index)))];
};
