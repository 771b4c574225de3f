/** Normalizations of each channel of each sample by itself. */

import { z } from 'zod';
import { wrongRank } from '../../geometry.ts';
import { defineLayer, type LayerDefinition } from '../../layer.ts';
import { natural } from '../../options.ts';
import { numel, type Shape, tensor } from '../../tensor.ts';
import { byStatistics, mixesFloats, mixesSixteenBits } from './statistics.ts';

const featureSizes = ({ num_features }: { readonly num_features: number }) => [num_features];

/** `dimensions` are the spatial ones: an input has one more for its channels, and mostly another for the batch. */
export const instanceNorm = (kind: string, dimensions: 1 | 2 | 3): LayerDefinition => {
  const channelsAt = (shape: Shape): number => shape.length - dimensions - 1;
  return defineLayer({
    kind,
    target: 'module',
    source: `https://pytorch.org/docs/stable/generated/torch.nn.${kind}.html`,
    options: () => ({
      num_features: natural,
      eps: z.number().default(1e-5),
      momentum: z.number().nullable().default(0.1),
      affine: z.boolean().default(false),
      track_running_stats: z.boolean().default(false),
      bias: z.boolean().default(true),
    }),
    requires: ({ num_features, affine, track_running_stats }, [input]) => {
      const { shape } = input;
      const rank = wrongRank(input, [dimensions + 1, dimensions + 2]);
      if (rank) return rank;
      const channels = channelsAt(shape);
      const got = shape[channels] as number;
      // Without weights and statistics PyTorch only warns.
      if (got !== num_features && (affine || track_running_stats)) {
        const error = affine ? 'ValueError' : 'RuntimeError';
        return {
          code: 'size',
          what: 'channels',
          dimension: `dimension ${channels}`,
          expected: num_features,
          got,
          shape,
          error,
        };
      }
      return !track_running_stats && numel(shape.slice(channels + 1)) === 1
        ? { code: 'single', shape, error: 'ValueError' }
        : undefined;
    },
    mixes: ({ affine }) => (affine ? mixesSixteenBits() : mixesFloats()),
    outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
    weights: (options) => [
      ...(options.affine ? [{ name: 'weight', shape: featureSizes(options) }] : []),
      ...(options.affine && options.bias ? [{ name: 'bias', shape: featureSizes(options) }] : []),
      ...(options.track_running_stats
        ? [
            { name: 'running_mean', shape: featureSizes(options), buffer: true as const },
            { name: 'running_var', shape: featureSizes(options), buffer: true as const },
            { name: 'num_batches_tracked', shape: [], buffer: true as const, dtype: 'int64' as const },
          ]
        : []),
    ],
    symbols: ({ affine, track_running_stats, bias }, [{ shape }]) => ({
      N: numel(shape.slice(0, channelsAt(shape))),
      C: shape[channelsAt(shape)] as number,
      affine: affine ? 1 : 0,
      bias: affine && bias ? 1 : 0,
      own: track_running_stats ? 0 : 1,
    }),
    formulas: { params: 'C * affine + C * bias', ...byStatistics('N * C', 'own * ') },
    generate: {
      ranks: dimensions === 2 ? [4, 3] : dimensions === 1 ? [3, 2] : [5, 4],
      options: (draw, { shape }) => {
        if (shape.length !== dimensions + 1 && shape.length !== dimensions + 2) return undefined;
        const isSingle = numel(shape.slice(channelsAt(shape) + 1)) === 1;
        return {
          num_features: shape[channelsAt(shape)] as number,
          eps: 1e-5,
          momentum: 0.1,
          affine: draw.boolean(),
          track_running_stats: isSingle || draw.integer(0, 3) === 3,
          bias: draw.integer(0, 3) !== 3,
        };
      },
    },
  });
};
