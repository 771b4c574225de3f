/** What ptflops says of recurrent layers. */

import { type Cell, type Cells, departs, raising } from '../../convention.ts';
import { ops } from './tool.ts';

/** `elementwise` is what it adds for each of H, `gates` the number of matrices. */
const layers = (gates: number, elementwise: number, because: string, state = 'H'): Cell =>
  departs(
    {
      module: `x0 * x1 * D * (${gates} * H * (I + ${state}) + (L - 1) * ${gates} * H * (D * ${state} + ${state}) + L * (${elementwise} * H + ${2 * gates} * H * bias))`,
    },
    {
      because: `For each step it adds biases and ${because} to the products; it takes the first two sizes of the input for batch and steps, also where there is no batch.`,
      source: ops,
    },
  );

const cell = (gates: number, elementwise: number, because: string): Cell =>
  raising(
    departs(
      { module: `N * (${gates} * H * (I + H) + ${elementwise} * H + ${2 * gates} * H * bias)` },
      { because: `It adds biases and ${because} to the products.`, source: ops },
    ),
    {
      when: ({ inputs: [{ shape }] }) => shape.length === 1,
      error: 'IndexError',
      because: 'It reads the second size of the input, which an input without batch has not.',
      source: ops,
    },
  );

const one = 'one operation for each of H';
const seven = 'seven operations for each of H';
const ten = 'ten operations for each of H';

export const recurrent: Cells = {
  GRU: layers(3, 7, seven),
  GRUCell: cell(3, 7, seven),
  LSTM: layers(4, 10, `${ten}, and leaves out the products of the projection (W_hr)`, 'R'),
  LSTMCell: cell(4, 10, ten),
  RNN: layers(1, 1, one),
  RNNCell: cell(1, 1, one),
};
