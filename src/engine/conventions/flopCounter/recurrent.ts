/** What FlopCounterMode says of recurrent layers. */

import { type Cells, departs, each, same } from '../../convention.ts';
import { source } from './tool.ts';

export const recurrent: Cells = {
  ...each(same('macs'), 'GRU', 'GRUCell', 'LSTMCell', 'RNN', 'RNNCell'),
  LSTM: departs(
    { macs: 'projected * T * N * D * (first + (L - 1) * later)' },
    {
      because:
        'On a CPU torch runs an LSTM without projection as one oneDNN kernel, which it does not know and counts as nothing.',
      source,
    },
    { symbols: (call) => ({ projected: Number(call.symbols.P) > 0 ? 1 : 0 }) },
  ),
};
