import { z } from 'zod';
import { defineLayer } from '../../layer.ts';
import { numel } from '../../tensor.ts';
import { laidOut } from '../families/batchNorm.ts';
import {
  byGivenStatistics,
  drawNamed,
  drawnRanges,
  drawnStatistics,
  givenAffine,
  wrongNamed,
  wrongStatistics,
} from '../families/statistics.ts';

/** Normalization of channels by statistics that are given, or by those of the batch. */
export const batch_norm = defineLayer({
  kind: 'batch_norm',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html',
  options: () => ({
    training: z.boolean().default(false),
    momentum: z.number().default(0.1),
    eps: z.number().positive().default(1e-5),
  }),
  torch: {
    spellings: ['torch.nn.functional.batch_norm'],
    signature: 'input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05',
    tensors: ['input', 'running_mean', 'running_var', 'weight', 'bias'],
  },
  requires: ({ training }, [input], named) => {
    const { shape } = input;
    if (shape.length < 2) return { code: 'rank', expected: [2, 3, 4, 5], shape };
    if (training && numel(shape) === shape[1]) return { code: 'single', shape, error: 'ValueError' };
    return wrongStatistics('training', training, named) ?? wrongNamed(named, [shape[1] as number], input);
  },
  indices: (_, __, named) => drawnRanges(named),
  outputs: (_, [input]) => [laidOut(input)],
  symbols: ({ training }, [{ shape }], _, named) => ({
    C: shape[1] as number,
    own: training ? 1 : 0,
    ...givenAffine(named),
  }),
  formulas: byGivenStatistics('C', 'C'),
  generate: {
    ranks: [4, 3, 2],
    options: (draw, { shape }) => {
      if (shape.length < 2) return undefined;
      return numel(shape) !== shape[1] && draw.integer(0, 3) === 3 ? { training: true } : {};
    },
    operands: (draw, input, { training }) => {
      const shape = [input.shape[1] as number];
      const given = training ? {} : drawnStatistics(shape);
      return { named: { ...given, ...drawNamed(draw, ['weight', 'bias'], input, shape).named } };
    },
  },
});
