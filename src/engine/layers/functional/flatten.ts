import { z } from 'zod';
import { defineLayer } from '../../layer.ts';
import { drawFlatten, outputsFlatten, requiresFlatten, storageFlatten } from '../families/flatten.ts';

export const flatten = defineLayer({
  kind: 'flatten',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.flatten.html',
  options: () => ({ start_dim: z.int().default(0), end_dim: z.int().default(-1) }),
  torch: {
    spellings: ['torch.flatten', 'torch.Tensor.flatten'],
    signature: 'input, start_dim=0, end_dim=-1',
    tensors: ['input'],
  },
  takes: ['any'],
  requires: requiresFlatten,
  outputs: outputsFlatten,
  storage: storageFlatten,
  generate: { ranks: [4, 3, 2], options: drawFlatten },
});
