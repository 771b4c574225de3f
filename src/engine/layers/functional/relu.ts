import { z } from 'zod';
import { defineLayer } from '../../layer.ts';
import { alike } from '../../tensor.ts';

export const relu = defineLayer({
  kind: 'relu',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.relu.html',
  options: () => ({ inplace: z.boolean().default(false) }),
  torch: {
    spellings: ['torch.nn.functional.relu', 'torch.relu', 'torch.Tensor.relu', 'torch.relu_', 'torch.Tensor.relu_'],
    signature: 'input, inplace=False',
    tensors: ['input'],
  },
  takes: ['number'],
  requires: () => undefined,
  outputs: (_, [input]) => [alike(input)],
  storage: ({ inplace }) => (inplace ? 'in place' : 'new'),
  formulas: { comparisons: 'x_numel' },
  generate: { ranks: [4, 2, 3], weight: 2, options: () => ({ inplace: false }) },
});
