/** What calflops says of transposed convolutions. */

import { type Cells, each } from '../../convention.ts';
import { indexing, slid } from '../patching/convolution.ts';
import { calls, module } from '../patching/tool.ts';
import { named } from '../pools.ts';
import { tool } from './tool.ts';

const counted = {
  macs: 'x0 * x1 * sources * window * floor((Cout / g) / g)',
  flops: '2 * x0 * x1 * sources * window * floor((Cout / g) / g) + x0 * (Cout / g) * slid * bias',
};
const because =
  'It divides by the groups twice, and computes the output for the bias as if the convolution were not transposed; a multiply-accumulate is two FLOPs';

export const convolution: Cells = {
  ...each(module(tool, counted, because, slid), ...named('ConvTranspose')),
  ...calls(tool, ['conv_transpose1d'], counted, because, slid),
  ...indexing(tool, calls(tool, ['conv_transpose2d', 'conv_transpose3d'], counted, because, slid)),
};
