/** What torchprofile says of recurrent layers. */

import { type Cells, departs, each, same, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { source, unhandled } from './tool.ts';

const because = 'It counts the elementwise products of the gates, too, as far as something needs their results.';

/** 1 where the first of the results is needed, and where any is. */
const needed = ({ symbols: { used0 = 1, used1 = 0 } }: LeafCall) => ({
  hidden: Number(used0),
  states: Number(used0) + Number(used1) > 0 ? 1 : 0,
});

export const recurrent: Cells = {
  ...each(zero(unhandled('this layer, which is traced as one operator')), 'GRU', 'RNN'),
  GRUCell: departs(
    { macs: 'N * 3 * H * (I + H) + N * H * (1 + states)', linear: 'N * 3 * H * (I + H)' },
    { because, source },
    { symbols: needed },
  ),
  LSTM: departs(
    { macs: 'T * N * D * 4 * R * (I + R + (L - 1) * (R * D + R))' },
    { because: 'It takes the size of a projected state for that of the gates, too.', source },
    { symbols: ({ symbols: { H = 0, P = 0 } }) => ({ R: Number(P) > 0 ? Number(P) : Number(H) }) },
  ),
  LSTMCell: departs(
    { macs: 'N * 4 * H * (I + H) + N * H * (2 * states + hidden)', linear: 'N * 4 * H * (I + H)' },
    { because, source },
    { symbols: needed },
  ),
  RNNCell: same('macs'),
};
