/** What the batch norms have in common: everything but the ranks that they take. */

import { z } from 'zod';
import { wrongRank } from '../../geometry.ts';
import { defineLayer, type LayerDefinition } from '../../layer.ts';
import { positive } from '../../options.ts';
import { isContiguousChannelsLast } from '../../strides.ts';
import { channelsLast, isContiguous, laidOutAs, numel, type Tensor, tensor } from '../../tensor.ts';
import { byStatistics, mixesSixteenBits } from './statistics.ts';

/** Where strides alone leave the order open, sizes of 1 do not count. Source: ATen's Normalization.cpp, suggest_memory_format_contig. */
export const laidOut = (input: Tensor): Tensor => {
  const { shape, dtype } = input;
  if (isContiguous(input)) return tensor(shape, dtype);
  return isContiguousChannelsLast(input) ? channelsLast(shape, dtype) : laidOutAs(input, shape);
};

/**
 * y = (x - mean) / sqrt(var + eps) * weight + bias, in evaluation mode. With running statistics sqrt(var + eps) depends on
 * the weights and buffers alone, so it is a constant of the network; without them the statistics of the batch are computed:
 * mean = sum(x) / m and var = sum((x - mean)^2) / m for each channel. Source: arXiv:1502.03167, algorithm 1.
 */
export const batchNorm = (
  kind: string,
  ranks: readonly [number, ...number[]],
  further: { readonly process_group?: z.ZodType } = {},
): LayerDefinition =>
  defineLayer({
    kind,
    target: 'module',
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`,
    options: () => ({
      num_features: positive,
      eps: z.number().default(1e-5),
      momentum: z.number().nullable().default(0.1),
      affine: z.boolean().default(true),
      track_running_stats: z.boolean().default(true),
      ...further,
      bias: z.boolean().default(true),
    }),
    valid: ({ eps, track_running_stats }) => {
      if (track_running_stats ? eps >= 0 : eps > 0) return undefined;
      const rule = track_running_stats ? 'it must be 0 or more' : 'it must be more than 0 without running statistics';
      return { code: 'option', option: 'eps', rule, got: eps };
    },
    requires: ({ num_features, affine, track_running_stats }, [input]) => {
      const rank = wrongRank(input, ranks);
      if (rank) return rank;
      const got = input.shape[1] as number;
      if (!track_running_stats && numel(input.shape) === got)
        return { code: 'single', shape: input.shape, error: 'ValueError' };
      // Without weights and statistics there is nothing that the channels could disagree with.
      return got === num_features || !(affine || track_running_stats)
        ? undefined
        : {
            code: 'size',
            what: 'channels',
            dimension: 'dimension 1',
            expected: num_features,
            got,
            shape: input.shape,
          };
    },
    mixes: mixesSixteenBits,
    outputs: (_, [input]) => [laidOut(input)],
    weights: ({ num_features, affine, track_running_stats, bias }) => [
      ...(affine ? [{ name: 'weight', shape: [num_features] }] : []),
      ...(affine && bias ? [{ name: 'bias', shape: [num_features] }] : []),
      ...(track_running_stats
        ? [
            { name: 'running_mean', shape: [num_features], buffer: true as const },
            { name: 'running_var', shape: [num_features], buffer: true as const },
            { name: 'num_batches_tracked', shape: [], buffer: true as const, dtype: 'int64' as const },
          ]
        : []),
    ],
    symbols: ({ affine, track_running_stats, bias }, [{ shape }]) => ({
      C: shape[1] as number,
      affine: affine ? 1 : 0,
      bias: affine && bias ? 1 : 0,
      own: track_running_stats ? 0 : 1,
    }),
    formulas: {
      params: 'C * affine + C * bias',
      ...byStatistics('C', 'own * '),
    },
    generate: {
      ranks,
      weight: 3,
      options: (draw, { shape }) =>
        ranks.includes(shape.length)
          ? {
              num_features: shape[1] as number,
              eps: 1e-5,
              momentum: 0.1,
              affine: !draw.boolean(),
              track_running_stats: draw.integer(0, 4) !== 4 || numel(shape) === shape[1],
              bias: draw.integer(0, 3) !== 3,
            }
          : undefined,
    },
  });
