import { defineLayer } from '../layer.ts';
import { further, layered, nonlinearity, oneState, sequence, sizes } from './families/recurrent.ts';

const { symbols, ...common } = sequence(1, ['hx'], (draw) => ({ nonlinearity: draw.oneOf(['tanh', 'relu']) }));

/** For each step t: h_t = tanh(W x_t + b + U h_(t-1) + b'), or max(0, ...) for it. */
export const RNN = defineLayer({
  kind: 'RNN',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.RNN.html',
  options: () => ({ ...sizes, ...layered, ...nonlinearity, ...further }),
  forward: oneState,
  ...common,
  symbols: (options, inputs) => ({ ...symbols(options, inputs), tanh: options.nonlinearity === 'tanh' ? 1 : 0 }),
  parts: { first: 'H * (I + H)', later: 'H * (D * H + H)' },
  formulas: {
    params: 'D * (first + 2 * H * bias) + (L - 1) * D * (later + 2 * H * bias)',
    macs: 'T * N * D * (first + (L - 1) * later)',
    multiplications: 'T * N * D * (first + (L - 1) * later)',
    additions: 'T * N * D * (first + H * (2 * bias - 1) + (L - 1) * (later + H * (2 * bias - 1)))',
    tanhs: 'T * N * D * L * H * tanh',
    comparisons: 'T * N * D * L * H * (1 - tanh)',
  },
});
