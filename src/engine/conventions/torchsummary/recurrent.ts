/** What torchsummary says of recurrent layers. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { sizeless, source } from './tool.ts';

export const recurrent: Cells = {
  LSTM: departs({}, { because: sizeless, source }),
  ...each(
    zero({ because: 'It looks for a weight and a bias by these names, and a recurrent layer has others.', source }),
    'GRU',
    'GRUCell',
    'LSTMCell',
    'RNN',
    'RNNCell',
  ),
};
