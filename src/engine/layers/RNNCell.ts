import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { cell, nonlinearity, oneState, sizes } from './families/recurrent.ts';

const { symbols, ...common } = cell(1, ['hx'], (draw) => ({ nonlinearity: draw.oneOf(['tanh', 'relu']) }));

/** One step of an RNN. */
export const RNNCell = defineLayer({
  kind: 'RNNCell',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.RNNCell.html',
  options: () => ({ ...sizes, bias: z.boolean().default(true), ...nonlinearity }),
  forward: oneState,
  ...common,
  symbols: (options, inputs) => ({ ...symbols(options, inputs), tanh: options.nonlinearity === 'tanh' ? 1 : 0 }),
  formulas: {
    params: 'H * (I + H) + 2 * H * bias',
    macs: 'N * H * (I + H)',
    multiplications: 'N * H * (I + H)',
    additions: 'N * H * (I + H - 1 + 2 * bias)',
    tanhs: 'N * H * tanh',
    comparisons: 'N * H * (1 - tanh)',
  },
});
