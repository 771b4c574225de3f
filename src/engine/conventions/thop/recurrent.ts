/** What thop says of recurrent layers. */

import { type Cell, type Cells, departs } from '../../convention.ts';
import { version } from './tool.ts';

const source = `thop ${version}, thop/rnn_hooks.py`;
const because = 'it adds elementwise arithmetic and biases (two for each of H) to the products';

/** `gates` matrices on each side, `elementwise` operations more for each of H; `width` are the features that come in, `state` those of the state. */
export const step = (gates: number, elementwise: number, width: string, state = 'H'): string =>
  `(${gates} * (H * (${width} + ${state}) + H + 2 * H * bias) + ${elementwise} * H)`;

const layers = (gates: number, elementwise: number, more = ''): Cell =>
  departs(
    { macs: `x0 * x1 * D * (${step(gates, elementwise, 'I')} + (L - 1) * ${step(gates, elementwise, 'D * H')})` },
    {
      because: `For each step ${because}${more}; it takes the first two sizes of the input for batch and steps, also where there is no batch.`,
      source,
    },
  );

/** The batch is the first size of the input, also where there is no batch. */
const cell = (gates: number, elementwise: number): Cell =>
  departs(
    { macs: `x0 * ${step(gates, elementwise, 'I')}` },
    {
      because: `Of one step ${because}; it takes the first size of the input for the batch, also where there is none.`,
      source,
    },
  );

export const recurrent: Cells = {
  GRU: layers(3, 4),
  GRUCell: cell(3, 4),
  LSTM: layers(4, 4, ', and it does not know proj_size'),
  LSTMCell: cell(4, 4),
  RNN: layers(1, 0),
  RNNCell: cell(1, 0),
};
