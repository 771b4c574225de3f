/** What ptflops-aten says of recurrent layers. */

import { type Cell, type Cells, departs } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { isContiguous } from '../../tensor.ts';
import { stepsFirst } from '../recurrent.ts';
import { source } from './tool.ts';

/** Whether the input, looked at with its steps first, lies in that order in memory. */
const inOrder = (call: LeafCall): number => (isContiguous(stepsFirst(call)) ? 1 : 0);

const because =
  'Its products are dispatched to addmm, whose biases are added to the MACs; only the first bias of an input that does not lie step by step in memory is added apart and not counted.';

const layers = (gates: number): Cell =>
  departs(
    {
      macs: `T * N * (D * (first + ${2 * gates} * H * bias) + (L - 1) * D * (later + ${2 * gates} * H * bias) - D * ${gates} * H * bias * (1 - steps_first))`,
    },
    { because, source },
    { symbols: (call) => ({ steps_first: inOrder(call) }) },
  );

const cell = (gates: number): Cell =>
  departs(
    { macs: `N * (${gates} * H * (I + H) + ${2 * gates} * H * bias)` },
    { because: 'Its products are dispatched to addmm, whose biases are added to the MACs.', source },
  );

export const recurrent: Cells = {
  GRU: layers(3),
  GRUCell: cell(3),
  LSTM: departs(
    {
      macs: 'projected * T * N * (D * (first + 8 * H * bias) + (L - 1) * D * (later + 8 * H * bias) - D * 4 * H * bias * (1 - steps_first))',
    },
    {
      because:
        'On a CPU torch runs an LSTM without projection as one oneDNN kernel, which counts nothing; with a projection it is dispatched to addmm, whose biases are added to the MACs.',
      source,
    },
    { symbols: (call) => ({ projected: Number(call.symbols.P) > 0 ? 1 : 0, steps_first: inOrder(call) }) },
  ),
  LSTMCell: cell(4),
  RNN: layers(1),
  RNNCell: cell(1),
};
