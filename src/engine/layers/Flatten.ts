import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { drawFlatten, outputsFlatten, requiresFlatten, storageFlatten } from './families/flatten.ts';

export const Flatten = defineLayer({
  kind: 'Flatten',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html',
  options: () => ({ start_dim: z.int().default(1), end_dim: z.int().default(-1) }),
  takes: ['any'],
  requires: requiresFlatten,
  outputs: outputsFlatten,
  storage: storageFlatten,
  generate: { ranks: [4, 3, 2], options: drawFlatten },
});
