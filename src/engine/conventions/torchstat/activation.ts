/** What torchstat says of activations. */

import { type Cell, type Cells, departs, each, raising } from '../../convention.ts';
import { file, reason, storage, unsupported } from './tool.ts';

const memory = { mem_read: 'bytes * x_numel', mem_write: 'bytes * y_numel' };

/** It reads the size of the batch, which a number has none of. */
const batched = (cell: Cell): Cell =>
  raising(cell, {
    error: 'IndexError',
    because: 'It reads the first size of the input, which has none.',
    source: file('compute_flops'),
    when: ({ inputs: [{ shape }] }) => shape.length === 0,
  });

const rectifier = batched(
  departs(
    { madd: 'x_numel / x0', flops: 'x_numel', ...memory },
    reason('It counts each element of one sample as MAdd, and each element of all as Flops.', 'compute_flops'),
    { symbols: storage },
  ),
);

const flopsAlone = batched(
  departs(
    { flops: 'x_numel', ...memory },
    reason('It counts each element as Flops, but knows no MAdd of the layer.', 'compute_flops'),
    { symbols: storage },
  ),
);

export const activation: Cells = {
  PReLU: batched(
    departs(
      { flops: 'x_numel', mem_read: 'bytes * (x_numel + x0 * learnt)', mem_write: memory.mem_write },
      reason('It counts each element as Flops, but knows no MAdd of the layer.', 'compute_flops'),
      { symbols: storage },
    ),
  ),
  Softmax: raising(
    departs(
      { madd: '3 * (x_numel / x0) - 1' },
      reason('It counts a sample as one row, whatever the dimension, and no Flops.', 'compute_madd'),
    ),
    {
      error: 'AssertionError',
      because: 'It asserts more than one dimension for Softmax.',
      source: file('compute_madd'),
      when: ({ inputs: [{ shape }] }) => shape.length < 2,
    },
  ),
  ...each(unsupported, 'GLU', 'LogSoftmax', 'Softmax2d', 'Softmin'),
  ...each(rectifier, 'ReLU', 'ReLU6'),
  ...each(flopsAlone, 'ELU', 'LeakyReLU'),
  ...each(
    unsupported,
    'CELU',
    'GELU',
    'Hardshrink',
    'Hardsigmoid',
    'Hardswish',
    'Hardtanh',
    'LogSigmoid',
    'Mish',
    'RReLU',
    'SELU',
    'SiLU',
    'Sigmoid',
    'Softplus',
    'Softshrink',
    'Softsign',
    'Tanh',
    'Tanhshrink',
    'Threshold',
  ),
};
