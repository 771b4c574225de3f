/** What thop says of recurrent layers. */

import { type Cells, departs } from '../../convention.ts';
import { version } from './tool.ts';

export const recurrent: Cells = {
  LSTM: departs(
    {
      macs: 'T * N * D * (4 * (H * (I + H) + H + 2 * H * bias) + 4 * H + (L - 1) * (4 * (H * (D * H + H) + H + 2 * H * bias) + 4 * H))',
    },
    {
      because:
        'For each step it adds elementwise arithmetic and biases (two for each of H) to the products, and it does not know proj_size.',
      source: `thop ${version}, thop/rnn_hooks.py`,
    },
  ),
};
