import { type Equation, weight } from './definition.ts';
import { fill, indices } from './tensor.ts';

/** y[.., o] = Σ_i x[.., i] W[o, i] + b[o]. Source: torch.nn.Linear. */
export const Linear: Equation<{ in_features: number; out_features: number; bias: boolean }> = (call, arithmetic) => {
  const { options, inputs } = call;
  const { add, sumOfProducts } = arithmetic;
  const [x] = inputs;
  const W = weight(call, 'weight');
  return [
    fill([...x.shape.slice(0, -1), options.out_features], (index) => {
      const rows = index.slice(0, -1);
      const o = index.at(-1) as number;
      const terms = Array.from(indices([options.in_features]), ([i]) => [x.at(...rows, i), W.at(o, i)] as const);
      const y = sumOfProducts(terms);
      return options.bias ? add(y, weight(call, 'bias').at(o)) : y;
    }),
  ];
};
