/** What torchinfo says of recurrent layers. */

import { type Cells, each } from '../../convention.ts';
import { like } from './weights.ts';

export const recurrent: Cells = {
  ...each(
    like(
      'It multiplies weights and biases by the first two sizes of the output, steps and batch; without a batch the second is the features.',
    ),
    'GRU',
    'LSTM',
    'RNN',
  ),
  ...each(
    like('It multiplies weights and biases by the first two sizes of the output, of which the second is the features.'),
    'GRUCell',
    'LSTMCell',
    'RNNCell',
  ),
};
