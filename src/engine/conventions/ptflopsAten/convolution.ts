/** What ptflops-aten says of linear layers and convolutions. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { isOnNested, type LeafCall } from '../../shapes.ts';
import { isContiguous } from '../../tensor.ts';
import { window } from '../kernel.ts';
import { source } from './tool.ts';

const biased = { because: 'It adds one for each output to the MACs where there is a bias.', source };

const conv = departs({ macs: 'y_numel * (Cin / g) * window + y_numel * bias' }, biased, { symbols: window });

const transposed = departs({ macs: 'x_numel * (Cout / g) * window + y_numel * bias' }, biased, { symbols: window });

/** Whether torch computes the layer with one addmm, which alone has a bias to count. */
const fused = (call: LeafCall) => {
  const [input] = call.inputs;
  return { fused: input.shape.length === 2 || isContiguous(input) ? 1 : 0, nested: isOnNested(call) ? 1 : 0 };
};

const linear = departs(
  { macs: '(1 - nested) * (F * Cin * Cout + F * Cout * bias * fused)' },
  {
    because:
      'It adds one for each output to the MACs where there is a bias and torch dispatches to addmm; for inputs that are not contiguous torch adds the bias separately, which is not counted; products of nested tensors are not dispatched to what it counts.',
    source,
  },
  { symbols: fused },
);

export const convolution: Cells = {
  ...each(linear, 'Linear', 'linear'),
  ...each(
    zero({ because: 'torch computes it as a sum of elementwise products, which are not counted.', source }),
    'Bilinear',
    'bilinear',
  ),
  ...each(conv, 'Conv1d', 'Conv2d', 'Conv3d', 'conv1d', 'conv2d', 'conv3d'),
  ...each(
    transposed,
    'ConvTranspose1d',
    'ConvTranspose2d',
    'ConvTranspose3d',
    'conv_transpose1d',
    'conv_transpose2d',
    'conv_transpose3d',
  ),
};
