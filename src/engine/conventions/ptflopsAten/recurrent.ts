/** What ptflops-aten says of recurrent layers. */

import { type Cells, departs } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { isContiguous } from '../../tensor.ts';
import { source } from './tool.ts';

/** Whether the input, looked at with its steps first, lies in that order in memory. */
const stepsFirst = ({ symbols, inputs: [{ shape, dtype, strides }] }: LeafCall): number => {
  const order = Number(symbols.batch_first) === 1 ? [1, 0, 2] : [0, 1, 2];
  const pick = (list: readonly number[]) => order.map((dimension) => list[dimension] as number);
  return isContiguous({ shape: pick(shape), dtype, strides: pick(strides) }) ? 1 : 0;
};

export const recurrent: Cells = {
  LSTM: departs(
    {
      macs: 'projected * T * N * (D * (first + 8 * H * bias) + (L - 1) * D * (later + 8 * H * bias) - D * 4 * H * bias * (1 - steps_first))',
    },
    {
      because:
        'On a CPU torch runs an LSTM without projection as one oneDNN kernel, which counts nothing; with a projection it is dispatched to addmm, whose biases are added to the MACs.',
      source,
    },
    { symbols: (call) => ({ projected: Number(call.symbols.P) > 0 ? 1 : 0, steps_first: stepsFirst(call) }) },
  ),
};
