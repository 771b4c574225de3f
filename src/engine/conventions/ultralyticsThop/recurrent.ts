/** What ultralytics-thop says of recurrent layers. */

import { type Cell, type Cells, departs } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { step } from '../thop/recurrent.ts';
import { rnn } from './tool.ts';

const because = 'For each step it adds elementwise arithmetic and biases (two for each of H) to the products.';

/** Steps of all samples together: without a batch, an input of a sequence has one dimension less. */
const evaluations = ({ inputs: [{ shape }] }: LeafCall) => ({
  evaluations: (shape[0] as number) * (shape.length > 2 ? (shape[1] as number) : 1),
});

const layers = (gates: number, elementwise: number): Cell =>
  departs(
    {
      macs: `evaluations * D * (${step(gates, elementwise, 'I')} + (L - 1) * ${step(gates, elementwise, 'D * H')})`,
    },
    { because, source: rnn },
    { symbols: evaluations },
  );

const cell = (gates: number, elementwise: number): Cell =>
  departs(
    { macs: `evaluations * ${step(gates, elementwise, 'I')}` },
    { because, source: rnn },
    { symbols: ({ inputs: [{ shape }] }) => ({ evaluations: shape.length === 2 ? (shape[0] as number) : 1 }) },
  );

export const recurrent: Cells = {
  GRU: layers(3, 4),
  GRUCell: cell(3, 4),
  LSTM: departs(
    {
      macs: `evaluations * D * (${step(4, 4, 'I', 'R')} + H * P + (L - 1) * (${step(4, 4, 'D * R', 'R')} + H * P))`,
    },
    { because, source: rnn },
    { symbols: evaluations },
  ),
  LSTMCell: cell(4, 4),
  RNN: layers(1, 0),
  RNNCell: cell(1, 0),
};
