import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { natural, pair, positive } from '../options.ts';
import { drawPool, outputsPool, requiresPool, symbolsPool, validPool } from './families/pool2d.ts';

export const MaxPool2d = defineLayer({
  kind: 'MaxPool2d',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html',
  options: {
    kernel_size: pair(positive),
    stride: pair(positive).nullable().default(null),
    padding: pair(natural).default([0, 0]),
    dilation: pair(positive).default([1, 1]),
    return_indices: z.literal(false).default(false),
    ceil_mode: z.boolean().default(false),
  },
  valid: validPool,
  requires: requiresPool,
  outputs: outputsPool,
  symbols: symbolsPool,
  formulas: { comparisons: 'y_numel * (K0 * K1 - 1)' },
  generate: {
    ranks: [4],
    options: (draw, input) => drawPool(draw, input, true),
  },
});
