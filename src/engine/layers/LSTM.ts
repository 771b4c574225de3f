import { defineLayer } from '../layer.ts';
import { natural } from '../options.ts';
import { further, layered, sequence, sizes, twoStates } from './families/recurrent.ts';

const { symbols, ...common } = sequence(4, ['hx.0', 'hx.1'], (draw, hidden) => ({
  proj_size: draw.boolean() ? draw.integer(0, hidden - 1) : 0,
}));

/**
 * For each step t, with sigmoid s and elementwise product *:
 * i, f, o = s(W x_t + b + U h_(t-1) + b'), g = tanh(W x_t + b + U h_(t-1) + b'), c_t = f * c_(t-1) + i * g,
 * h_t = o * tanh(c_t), projected by W_hr where proj_size > 0. A sigmoid is 1 / (1 + exp(-x)).
 */
export const LSTM = defineLayer({
  kind: 'LSTM',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html',
  options: () => ({ ...sizes, ...layered, ...further, proj_size: natural.default(0) }),
  forward: twoStates,
  valid: ({ proj_size, hidden_size }) =>
    proj_size >= hidden_size
      ? {
          code: 'option',
          option: 'proj_size',
          rule: `it must be smaller than hidden_size = ${hidden_size}`,
          got: proj_size,
        }
      : undefined,
  returns: [0, [1, 2]],
  ...common,
  symbols: (options, inputs) => ({
    ...symbols(options, inputs),
    P: options.proj_size,
    R: options.proj_size || options.hidden_size,
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
  generate: { ...common.generate, weight: 3 },
});
