import { z } from 'zod';
import { wrongRank } from '../geometry.ts';
import { defineLayer } from '../layer.ts';
import { positive } from '../options.ts';
import { tensor } from '../tensor.ts';

const side = positive.nullable();

/**
 * The window of output i reaches from floor(i * H / Hout) to ceil((i + 1) * H / Hout); over all i these are
 * H + Hout - gcd(H, Hout) elements, since neighbouring windows share one element except where they meet at a whole one.
 */
export const AdaptiveAvgPool2d = defineLayer({
  kind: 'AdaptiveAvgPool2d',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html',
  options: {
    output_size: z
      .union([positive, z.tuple([side, side])])
      .transform((given): [number | null, number | null] => (typeof given === 'number' ? [given, given] : given)),
  },
  requires: (_, [input]) => wrongRank(input, [4]),
  outputs: ({ output_size }, [{ shape, dtype }]) => {
    const [N, C, H, W] = shape as readonly [number, number, number, number];
    return [tensor([N, C, output_size[0] ?? H, output_size[1] ?? W], dtype)];
  },
  symbols: (_, [{ shape }], [output]) => ({
    N: shape[0] as number,
    C: shape[1] as number,
    H: shape[2] as number,
    W: shape[3] as number,
    Hout: output?.shape[2] as number,
    Wout: output?.shape[3] as number,
  }),
  parts: { rows: 'H + Hout - gcd(H, Hout)', columns: 'W + Wout - gcd(W, Wout)' },
  formulas: { additions: 'N * C * (rows * columns - Hout * Wout)', divisions: 'N * C * Hout * Wout' },
  generate: {
    ranks: [4],
    options: (draw, { shape }) =>
      shape.length === 4
        ? { output_size: [draw.oneOf([1, 2, 3, 5, 7, null]), draw.oneOf([1, 2, 3, 5, 7, null])] }
        : undefined,
  },
});
