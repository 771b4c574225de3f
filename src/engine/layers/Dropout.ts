import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { probability } from '../options.ts';

/** In evaluation mode dropout hands its input on. */
export const Dropout = defineLayer({
  kind: 'Dropout',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html',
  options: { p: probability.default(0.5), inplace: z.boolean().default(false) },
  requires: () => undefined,
  outputs: (_, [input]) => [input],
  storage: () => 'alias',
  generate: { ranks: [4, 2, 3], options: (draw) => ({ p: 0.5, inplace: draw.boolean() }) },
});
