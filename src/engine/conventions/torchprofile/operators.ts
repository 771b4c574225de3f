/** Which operators torchprofile has a handler for that counts. Source: torchprofile 0.1.0, torchprofile/handlers.py. */

import type { ByOperator } from '../trace/byOperator.ts';

const handled: ReadonlySet<string> = new Set(
  [
    ...['_convolution', 'addmm', 'addmv', 'baddbmm', 'bmm', 'einsum', 'grid_sampler', 'leaky_relu', 'linear', 'lstm'],
    ...['adaptive_avg_pool1d', 'adaptive_avg_pool2d', 'adaptive_avg_pool3d', 'avg_pool1d', 'avg_pool2d', 'avg_pool3d'],
    ...['batch_norm', 'group_norm', 'instance_norm', 'layer_norm', 'matmul', 'mean', 'mul', 'mul_'],
    ...['scaled_dot_product_attention', 'upsample_bilinear2d'],
  ].map((name) => `aten::${name}`),
);

/** Figures of a call that runs several of them: what each of these counts; what is left is the other's. */
export const pieces = ['linear', 'bmm', 'mul', 'mean'] as const;

/** What a call adds to each operator. */
export const byOperator = (figures: Readonly<Record<string, bigint>>, operators: readonly string[]): ByOperator => {
  const parts: ByOperator = pieces.map((piece) => [`aten::${piece}`, figures[piece] as bigint]);
  const named = parts.filter(([, macs]) => macs > 0n);
  const rest = (figures.macs as bigint) - named.reduce((sum, [, macs]) => sum + macs, 0n);
  const taken: ReadonlySet<string> = new Set(named.map(([operator]) => operator));
  const other = operators.find((operator) => handled.has(operator) && !taken.has(operator));
  return other ? [...named, [other, rest]] : named;
};
