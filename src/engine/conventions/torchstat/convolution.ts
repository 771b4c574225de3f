/** What torchstat says of linear layers and convolutions. */

import { type Cells, departs, each } from '../../convention.ts';
import { reason, storage, unsupported } from './tool.ts';

export const convolution: Cells = {
  Linear: departs(
    {
      madd: 'Cout * (2 * Cin - 1)',
      flops: 'F * Cin * Cout',
      mem_read: 'bytes * F * (Cin + learnt)',
      mem_write: 'bytes * y_numel',
    },
    reason(
      'Its MAdd is multiplications and additions without the bias; its Flops are multiply-accumulates.',
      'compute_madd',
    ),
    { symbols: storage },
  ),
  ...each(unsupported, 'Conv1d', 'Conv3d', 'ConvTranspose1d', 'ConvTranspose3d'),
  Bilinear: departs(
    { madd: 'Cout * (2 * (Cin1 * Cin2 + Cin2) - 1)' },
    reason(
      'Its MAdd leaves out the bias, for one row, and takes one addition for each product but the last.',
      'compute_madd',
    ),
  ),
  Conv2d: departs(
    {
      madd: 'Cout * Hout * Wout * (2 * K0 * K1 * (Cin / g) - 1 + bias)',
      flops: 'N * Hout * Wout * (K0 * K1 * Cin * (Cout / g) + Cout * bias)',
      mem_read: 'bytes * N * (x1 * x2 * x3 + learnt)',
      mem_write: 'bytes * y_numel',
    },
    reason(
      'Its MAdd is multiplications and additions; its Flops are multiply-accumulates plus one for each output where there is a bias.',
      'compute_flops',
    ),
    { symbols: storage },
  ),
  ConvTranspose2d: departs(
    { madd: 'Cout * Hin * Win * (2 * K0 * K1 * (Cin / g) - 1 + bias)' },
    reason(
      'It counts a plain convolution over the places of the input in its MAdd, and nothing as Flops and memory.',
      'compute_madd',
    ),
  ),
};
