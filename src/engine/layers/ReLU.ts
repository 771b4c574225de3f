import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { alike } from '../tensor.ts';

export const ReLU = defineLayer({
  kind: 'ReLU',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html',
  options: () => ({ inplace: z.boolean().default(false) }),
  takes: ['number'],
  requires: () => undefined,
  outputs: (_, [input]) => [alike(input)],
  storage: ({ inplace }) => (inplace ? 'in place' : 'new'),
  formulas: { comparisons: 'x_numel' },
  generate: { ranks: [4, 2, 3], weight: 3, options: (draw) => ({ inplace: draw.boolean() }) },
});
