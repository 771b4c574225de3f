/** What ptflops-aten says of linear layers and convolutions. */

import { type Cells, departs } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { isContiguous } from '../../tensor.ts';
import { source } from './tool.ts';

const conv = departs(
  { macs: 'y_numel * (Cin / g) * window + y_numel * bias' },
  { because: 'It adds one for each output to the MACs where there is a bias.', source },
  { symbols: ({ symbols }) => ({ window: Number(symbols.K0) * Number(symbols.K1 ?? 1) }) },
);

/** Whether torch computes the layer with one addmm, which alone has a bias to count. */
const fused = ({ inputs: [input] }: LeafCall) => ({ fused: input.shape.length === 2 || isContiguous(input) ? 1 : 0 });

export const convolution: Cells = {
  Linear: departs(
    { macs: 'F * Cin * Cout + F * Cout * bias * fused' },
    {
      because:
        'It adds one for each output to the MACs where there is a bias and torch dispatches to addmm; for inputs that are not contiguous torch adds the bias separately, which is not counted.',
      source,
    },
    { symbols: fused },
  ),
  Conv1d: conv,
  Conv2d: conv,
};
