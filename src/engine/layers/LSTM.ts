import { z } from 'zod';
import { wrongRank } from '../geometry.ts';
import { defineLayer, type Weight } from '../layer.ts';
import { natural, positive, probability } from '../options.ts';
import { contiguousStrides, tensor } from '../tensor.ts';

/**
 * For each step t, with sigmoid s and elementwise product *:
 * i, f, o = s(W x_t + b + U h_(t-1) + b'), g = tanh(W x_t + b + U h_(t-1) + b'), c_t = f * c_(t-1) + i * g,
 * h_t = o * tanh(c_t), projected by W_hr where proj_size > 0. A sigmoid is 1 / (1 + exp(-x)).
 */
export const LSTM = defineLayer({
  kind: 'LSTM',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html',
  options: {
    input_size: positive,
    hidden_size: positive,
    num_layers: z.int().min(1).max(1000).default(1),
    bias: z.boolean().default(true),
    batch_first: z.boolean().default(false),
    dropout: probability.default(0),
    bidirectional: z.boolean().default(false),
    proj_size: natural.default(0),
  },
  valid: ({ proj_size, hidden_size }) =>
    proj_size >= hidden_size
      ? {
          code: 'option',
          option: 'proj_size',
          rule: `it must be smaller than hidden_size = ${hidden_size}`,
          got: proj_size,
        }
      : undefined,
  requires: ({ input_size }, [input]) => {
    const rank = wrongRank(input, [3]);
    if (rank) return rank;
    const got = input.shape[2] as number;
    return got === input_size
      ? undefined
      : {
          code: 'size',
          what: 'features',
          dimension: 'the last dimension',
          expected: input_size,
          got,
          shape: input.shape,
        };
  },
  outputs: ({ batch_first, bidirectional, num_layers, hidden_size, proj_size }, [{ shape, dtype }]) => {
    const [T, N] = (batch_first ? [shape[1], shape[0]] : [shape[0], shape[1]]) as [number, number];
    const directions = bidirectional ? 2 : 1;
    const width = (proj_size || hidden_size) * directions;
    const steps = contiguousStrides([T, N, width]) as [number, number, number];
    // Steps come first in memory in any case; batch_first only changes how they are looked at.
    const output = batch_first
      ? { shape: [N, T, width], dtype, strides: [steps[1], steps[0], steps[2]] }
      : tensor([T, N, width], dtype);
    const states = directions * num_layers;
    return [output, tensor([states, N, proj_size || hidden_size], dtype), tensor([states, N, hidden_size], dtype)];
  },
  returns: [0, [1, 2]],
  weights: ({ input_size, hidden_size, num_layers, bias, bidirectional, proj_size }) => {
    const weights: Weight[] = [];
    const gates = 4 * hidden_size;
    const state = proj_size || hidden_size;
    for (let layer = 0; layer < num_layers; layer++) {
      for (const suffix of bidirectional ? ['', '_reverse'] : ['']) {
        const width = layer === 0 ? input_size : state * (bidirectional ? 2 : 1);
        weights.push({ name: `weight_ih_l${layer}${suffix}`, shape: [gates, width] });
        weights.push({ name: `weight_hh_l${layer}${suffix}`, shape: [gates, state] });
        if (bias)
          weights.push(
            { name: `bias_ih_l${layer}${suffix}`, shape: [gates] },
            { name: `bias_hh_l${layer}${suffix}`, shape: [gates] },
          );
        if (proj_size > 0) weights.push({ name: `weight_hr_l${layer}${suffix}`, shape: [proj_size, hidden_size] });
      }
    }
    return weights;
  },
  symbols: ({ input_size, hidden_size, num_layers, bias, batch_first, bidirectional, proj_size }, [{ shape }]) => ({
    T: shape[batch_first ? 1 : 0] as number,
    N: shape[batch_first ? 0 : 1] as number,
    I: input_size,
    H: hidden_size,
    L: num_layers,
    D: bidirectional ? 2 : 1,
    P: proj_size,
    R: proj_size || hidden_size,
    bias: bias ? 1 : 0,
    batch_first: batch_first ? 1 : 0,
  }),
  parts: {
    first: '4 * H * (I + R) + P * H',
    later: '4 * H * (D * R + R) + P * H',
    first_adds: '4 * H * (I + R - 1 + 2 * bias) + 3 * H + H + P * (H - 1)',
    later_adds: '4 * H * (D * R + R - 1 + 2 * bias) + 3 * H + H + P * (H - 1)',
  },
  formulas: {
    params: 'D * (first + 8 * H * bias) + (L - 1) * D * (later + 8 * H * bias)',
    macs: 'T * N * D * (first + (L - 1) * later)',
    multiplications: 'T * N * D * (first + 3 * H + (L - 1) * (later + 3 * H))',
    additions: 'T * N * D * (first_adds + (L - 1) * later_adds)',
    exponentials: 'T * N * D * L * 3 * H',
    divisions: 'T * N * D * L * 3 * H',
    tanhs: 'T * N * D * L * 2 * H',
  },
  generate: {
    ranks: [3],
    options: (draw, { shape }) => {
      if (shape.length !== 3) return undefined;
      const hidden_size = draw.integer(1, 8);
      return {
        input_size: shape[2] as number,
        hidden_size,
        num_layers: draw.integer(1, 3),
        bias: !draw.boolean(),
        batch_first: draw.boolean(),
        dropout: 0,
        bidirectional: draw.boolean(),
        proj_size: draw.boolean() ? draw.integer(0, hidden_size - 1) : 0,
      };
    },
  },
});
