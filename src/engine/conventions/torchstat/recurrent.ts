/** What torchstat says of recurrent layers. */

import { type Cell, type Cells, departs, each } from '../../convention.ts';
import { file, tupleReturned, unsupported } from './tool.ts';

const tuple: Cell = departs({}, { because: tupleReturned, source: file('model_hook') });

export const recurrent: Cells = {
  ...each(tuple, 'GRU', 'LSTM', 'LSTMCell', 'RNN'),
  ...each(unsupported, 'GRUCell', 'RNNCell'),
};
