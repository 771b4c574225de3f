/** What DeepSpeed's profiler says of transposed convolutions. */

import { type Cell, type Cells, each } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import type { Tensor } from '../../tensor.ts';
import { places } from '../kernel.ts';
import { indexing, optionsOf, product } from '../patching/convolution.ts';
import { calls, module } from '../patching/tool.ts';
import { named } from '../pools.ts';
import { tool } from './tool.ts';

/** The sizes that a transposed convolution really has, for each of those that the tool takes for it. */
const grown = (call: LeafCall) => {
  const { stride } = optionsOf(call);
  const { shape } = call.inputs[0];
  const output = (call.outputs[0] as Tensor).shape;
  const own = shape.slice(-stride.length);
  const real = output.slice(-stride.length);
  const sizes = shape
    .slice(2)
    .map((size, index) => (real[index] as number) + (size - (own[index] as number)) * (stride[index] as number));
  return { ...places(call), grown: product(sizes) };
};

const counted = {
  macs: 'x0 * x1 * sources * window * (Cout / g)',
  flops: '2 * x0 * x1 * sources * window * (Cout / g) + x0 * Cout * grown * bias',
};
const because =
  'It takes the first two sizes for batch and channels, also where there is no batch; a multiply-accumulate is two FLOPs, a bias one more';

const cell: Cell = module(tool, counted, because, grown);

export const convolution: Cells = {
  ...each(cell, ...named('ConvTranspose')),
  ...calls(tool, ['conv_transpose1d'], counted, because, grown),
  ...indexing(tool, calls(tool, ['conv_transpose2d', 'conv_transpose3d'], counted, because, grown), 'output_padding'),
};
