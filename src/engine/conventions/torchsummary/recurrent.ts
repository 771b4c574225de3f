/** What torchsummary says of recurrent layers. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { source } from './tool.ts';

export const recurrent: Cells = {
  LSTM: departs({}, { because: 'It takes the size of a nested tuple, so it cannot print an LSTM.', source }),
  ...each(
    zero({ because: 'It looks for a weight and a bias by these names, and a recurrent layer has others.', source }),
    'GRU',
    'GRUCell',
    'LSTMCell',
    'RNN',
    'RNNCell',
  ),
};
