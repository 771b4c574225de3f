import type { Equation } from './definition.ts';
import { fill } from './tensor.ts';

/** y = max(0, x). Source: torch.nn.ReLU. */
export const rectifier: Equation<unknown> = ({ inputs: [x] }, { constant, maximum }) => {
  const zero = constant(0);
  return [fill(x.shape, (index) => maximum(x.at(...index), zero))];
};
