import { z } from 'zod';
import { defineLayer, type LayerDefinition } from '../../layer.ts';
import { positive } from '../../options.ts';
import { laidOutAs, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { averageLayouts } from './avgPool.ts';
import {
  asOneRow,
  batchAndChannels,
  type Dimensions,
  lettered,
  letters,
  notSpatial,
  resized,
  type Spelt,
  spatial,
  targetOf,
} from './spatial.ts';

const side = positive.nullable();

/** One size for all dimensions or one for each; null keeps the input's, which one dimension alone cannot say. */
const outputSize = (dimensions: Dimensions) =>
  dimensions === 1
    ? z.union([positive, z.tuple([positive])]).transform((given): readonly (number | null)[] => [given].flat())
    : z
        .union([positive, z.array(side).length(dimensions)])
        .transform((given): readonly (number | null)[] =>
          typeof given === 'number' ? new Array<number>(dimensions).fill(given) : given,
        );

const shapeOf = (output_size: readonly (number | null)[], input: Tensor, dimensions: Dimensions): Shape => {
  const sizes = spatial(input, dimensions);
  return resized(
    input,
    output_size.map((wanted, index) => wanted ?? (sizes[index] as number)),
  );
};

/**
 * The parts of formulas: the window of output i reaches from floor(i * H / Hout) to ceil((i + 1) * H / Hout); over all i these
 * are H + Hout - gcd(H, Hout) elements, since neighbouring windows share one element except where they meet at a whole one.
 */
export const adaptiveParts = (dimensions: Dimensions): Readonly<Record<string, string>> =>
  Object.fromEntries(letters[dimensions].map((X) => [`taps_${X}`, `${X} + ${X}out - gcd(${X}, ${X}out)`]));

/** Elements of all windows together, by `adaptiveParts`. */
export const adaptiveTaps = (dimensions: Dimensions): string =>
  ['N', 'C', ...letters[dimensions].map((X) => `taps_${X}`)].join(' * ');

const symbols = (dimensions: Dimensions, input: Tensor, output: Tensor | undefined) => ({
  ...batchAndChannels(input, dimensions),
  ...lettered(spatial(input, dimensions)),
  ...lettered(spatial(output as Tensor, dimensions), 'out'),
});

const generate = (dimensions: Dimensions) =>
  ({
    ranks: [dimensions + 2, dimensions + 1],
    options: (draw: { oneOf: <T>(choices: readonly [T, ...T[]]) => T }, input: Tensor) => {
      if (notSpatial(input, dimensions)) return undefined;
      const size = () => draw.oneOf(dimensions === 1 ? [1, 2, 3, 5, 7, 4] : [1, 2, 3, 5, 7, null]);
      return { output_size: Array.from({ length: dimensions }, size) };
    },
  }) as const;

/** AdaptiveAvgPoolNd and adaptive_avg_poolNd: the mean of each of `output_size` windows. */
export const adaptiveAvgPool = (kind: string, dimensions: Dimensions, torch?: Spelt): LayerDefinition =>
  defineLayer({
    ...targetOf(kind, torch),
    options: () => ({ output_size: outputSize(dimensions) }),
    requires: (_, [input]) => notSpatial(input, dimensions),
    outputs: ({ output_size }, [input]) => {
      const shape = shapeOf(output_size, input, dimensions);
      // Where one element is left of each channel torch takes the mean by another way, which keeps a volume's layout.
      const isMean = shape.slice(-dimensions).every((size) => size === 1);
      const layout = dimensions === 3 && isMean ? laidOutAs : averageLayouts[dimensions];
      return [layout(input, shape, input.dtype)];
    },
    symbols: (_, [input], [output]) => symbols(dimensions, input, output),
    parts: adaptiveParts(dimensions),
    formulas: { additions: `${adaptiveTaps(dimensions)} - y_numel`, divisions: 'y_numel' },
    generate: generate(dimensions),
  });

/** AdaptiveMaxPoolNd and adaptive_max_poolNd: the maximum of each of `output_size` windows, and where it was found. */
export const adaptiveMaxPool = (kind: string, dimensions: Dimensions, torch?: Spelt): LayerDefinition => {
  const layout = { 1: asOneRow, 2: laidOutAs, 3: (_: Tensor, ...made: Parameters<typeof tensor>) => tensor(...made) }[
    dimensions
  ];
  return defineLayer({
    ...targetOf(kind, torch),
    options: () => ({ output_size: outputSize(dimensions), return_indices: z.boolean().default(false) }),
    requires: (_, [input]) => notSpatial(input, dimensions),
    outputs: ({ output_size, return_indices }, [input]) => {
      const shape = shapeOf(output_size, input, dimensions);
      const maxima = layout(input, shape, input.dtype);
      return return_indices ? [maxima, layout(input, shape, 'int64')] : [maxima];
    },
    symbols: (_, [input], [output]) => symbols(dimensions, input, output),
    parts: adaptiveParts(dimensions),
    formulas: { comparisons: `${adaptiveTaps(dimensions)} - y_numel` },
    generate: {
      ranks: generate(dimensions).ranks,
      options: (draw, input) => {
        const drawn = generate(dimensions).options(draw, input);
        return drawn && { ...drawn, return_indices: draw.integer(0, 4) === 4 };
      },
    },
  });
};
