/** What fvcore says of recurrent layers. */

import { type Cells, each, same, zero } from '../../convention.ts';
import { unsupported } from './tool.ts';

export const recurrent: Cells = {
  ...each(same('macs'), 'GRUCell', 'LSTMCell', 'RNNCell'),
  ...each(zero(unsupported('recurrent layers, which are traced as one operator')), 'GRU', 'LSTM', 'RNN'),
};
