import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { natural, pair, positive } from '../options.ts';
import { drawPool, outputsPool, type Pool2d, requiresPool, symbolsPool, validPool } from './families/pool2d.ts';

type AvgPool = Omit<Pool2d, 'dilation'>;

/** AvgPool2d has no dilation; everything else is as in every pool. */
const pool = (options: AvgPool): Pool2d => ({ ...options, dilation: [1, 1] });

export const AvgPool2d = defineLayer({
  kind: 'AvgPool2d',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html',
  options: {
    kernel_size: pair(positive),
    stride: pair(positive).nullable().default(null),
    padding: pair(natural).default([0, 0]),
    ceil_mode: z.boolean().default(false),
    count_include_pad: z.boolean().default(true),
    divisor_override: z.int().min(1).nullable().default(null),
  },
  valid: (options) => validPool(pool(options)),
  requires: (options, inputs) => requiresPool(pool(options), inputs),
  outputs: (options, inputs) => outputsPool(pool(options), inputs),
  symbols: (options) => symbolsPool(pool(options)),
  formulas: { additions: 'y_numel * (K0 * K1 - 1)', divisions: 'y_numel' },
  generate: {
    ranks: [4],
    options: (draw, input) => {
      const drawn = drawPool(draw, input, false);
      if (!drawn) return undefined;
      const { dilation: _, ...rest } = drawn;
      return { ...rest, count_include_pad: !draw.boolean(), divisor_override: draw.oneOf([null, 2]) };
    },
  },
});
