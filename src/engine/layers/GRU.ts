import { defineLayer } from '../layer.ts';
import { further, layered, oneState, sequence, sizes } from './families/recurrent.ts';

/**
 * For each step t, with sigmoid s and elementwise product *:
 * r, z = s(W x_t + b + U h_(t-1) + b'), n = tanh(W x_t + b + r * (U h_(t-1) + b')), h_t = (1 - z) * n + z * h_(t-1).
 */
export const GRU = defineLayer({
  kind: 'GRU',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.GRU.html',
  options: () => ({ ...sizes, ...layered, ...further }),
  forward: oneState,
  ...sequence(3, ['hx']),
  parts: {
    first: '3 * H * (I + H)',
    later: '3 * H * (D * H + H)',
    first_adds: '3 * H * (I + H - 1 + 2 * bias) + 4 * H',
    later_adds: '3 * H * (D * H + H - 1 + 2 * bias) + 4 * H',
  },
  formulas: {
    params: 'D * (first + 6 * H * bias) + (L - 1) * D * (later + 6 * H * bias)',
    macs: 'T * N * D * (first + (L - 1) * later)',
    multiplications: 'T * N * D * (first + 3 * H + (L - 1) * (later + 3 * H))',
    additions: 'T * N * D * (first_adds + (L - 1) * later_adds)',
    exponentials: 'T * N * D * L * 2 * H',
    divisions: 'T * N * D * L * 2 * H',
    tanhs: 'T * N * D * L * H',
  },
});
