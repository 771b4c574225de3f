import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { cell, sizes, twoStates } from './families/recurrent.ts';

/** One step of an LSTM; returns h and c. */
export const LSTMCell = defineLayer({
  kind: 'LSTMCell',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html',
  options: () => ({ ...sizes, bias: z.boolean().default(true) }),
  forward: twoStates,
  ...cell(4, ['hx.0', 'hx.1']),
  formulas: {
    params: '4 * H * (I + H) + 8 * H * bias',
    macs: 'N * 4 * H * (I + H)',
    multiplications: 'N * (4 * H * (I + H) + 3 * H)',
    additions: 'N * (4 * H * (I + H - 1 + 2 * bias) + 3 * H + H)',
    exponentials: 'N * 3 * H',
    divisions: 'N * 3 * H',
    tanhs: 'N * 2 * H',
  },
});
