/** What ptflops says of recurrent layers. */

import { type Cells, departs } from '../../convention.ts';
import { ops } from './tool.ts';

export const recurrent: Cells = {
  LSTM: departs(
    { module: 'x0 * x1 * D * (4 * H * (I + R) + (L - 1) * 4 * H * (D * R + R) + L * (10 * H + 8 * H * bias))' },
    {
      because:
        'For each step it adds biases and ten operations for each of H to the products, and it leaves out the products of the projection (W_hr).',
      source: ops,
    },
  ),
};
