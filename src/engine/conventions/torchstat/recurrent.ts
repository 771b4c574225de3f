/** What torchstat says of recurrent layers. */

import { type Cell, type Cells, departs, each } from '../../convention.ts';
import { file, unsupported } from './tool.ts';

const tuple: Cell = departs(
  {},
  { because: 'It takes the size of the tuple that the layer returns, which has none.', source: file('model_hook') },
);

export const recurrent: Cells = {
  ...each(tuple, 'GRU', 'LSTM', 'LSTMCell', 'RNN'),
  ...each(unsupported, 'GRUCell', 'RNNCell'),
};
