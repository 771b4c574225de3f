import { z } from 'zod';
import { defineLayer } from '../../layer.ts';
import { numel, tensor } from '../../tensor.ts';
import {
  byGivenStatistics,
  drawNamed,
  drawnRanges,
  drawnStatistics,
  givenAffine,
  wrongNamed,
  wrongStatistics,
} from '../families/statistics.ts';

/** Normalization of each channel of each sample, by its own statistics or by those that are given. */
export const instance_norm = defineLayer({
  kind: 'instance_norm',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html',
  options: () => ({
    use_input_stats: z.boolean().default(true),
    momentum: z.number().default(0.1),
    eps: z.number().default(1e-5),
  }),
  torch: {
    spellings: ['torch.nn.functional.instance_norm'],
    signature:
      'input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05',
    tensors: ['input', 'running_mean', 'running_var', 'weight', 'bias'],
  },
  requires: ({ use_input_stats }, [input], named) => {
    const { shape } = input;
    if (use_input_stats && numel(shape.slice(2)) === 1) return { code: 'single', shape, error: 'ValueError' };
    if (shape.length < 2) return { code: 'rank', expected: [2, 3, 4, 5], shape };
    return wrongStatistics('use_input_stats', use_input_stats, named) ?? wrongNamed(named, [shape[1] as number], input);
  },
  indices: (_, __, named) => drawnRanges(named),
  outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
  symbols: ({ use_input_stats }, [{ shape }], _, named) => ({
    N: shape[0] as number,
    C: shape[1] as number,
    own: use_input_stats ? 1 : 0,
    ...givenAffine(named),
  }),
  formulas: byGivenStatistics('N * C', 'C'),
  generate: {
    ranks: [4, 3],
    options: (draw, { shape }) => {
      if (shape.length < 3) return undefined;
      return numel(shape.slice(2)) === 1 || draw.integer(0, 3) === 3 ? { use_input_stats: false } : {};
    },
    operands: (draw, input, { use_input_stats }) => {
      const shape = [input.shape[1] as number];
      const given = use_input_stats ? {} : drawnStatistics(shape);
      return { named: { ...given, ...drawNamed(draw, ['weight', 'bias'], input, shape).named } };
    },
  },
});
