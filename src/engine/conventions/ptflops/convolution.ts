/** What ptflops says of linear layers and convolutions. */

import { type Cells, departs } from '../../convention.ts';
import { ops } from './tool.ts';

const conv = departs(
  { module: 'N * Cout * (Cin / g) * window * places + N * Cout * places * bias' },
  { because: 'It adds one for each output to the MACs where there is a bias.', source: ops },
  {
    symbols: ({ symbols, outputs: [output] }) => ({
      window: Number(symbols.K0) * Number(symbols.K1 ?? 1),
      places: (output?.shape.slice(2) ?? []).reduce((product, size) => product * size, 1),
    }),
  },
);

export const convolution: Cells = {
  Linear: departs(
    { module: 'F * Cin * Cout + F * Cout * bias' },
    { because: 'It adds one for each output to the MACs where there is a bias.', source: ops },
  ),
  Conv1d: conv,
  Conv2d: conv,
};
