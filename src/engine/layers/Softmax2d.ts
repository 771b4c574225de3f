import { wrongRank } from '../geometry.ts';
import { defineLayer } from '../layer.ts';
import { tensor } from '../tensor.ts';
import { softmaxFormulas } from './families/softmax.ts';

/** A softmax over the channels: dimension -3. */
export const Softmax2d = defineLayer({
  kind: 'Softmax2d',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Softmax2d.html',
  options: () => ({}),
  requires: (_, [input]) => wrongRank(input, [3, 4]),
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  symbols: (_, [{ shape }]) => ({ size: shape.at(-3) as number }),
  formulas: softmaxFormulas,
  generate: { ranks: [4, 3], options: (_, { shape }) => ([3, 4].includes(shape.length) ? {} : undefined) },
});
