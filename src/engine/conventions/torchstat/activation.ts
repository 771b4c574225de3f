/** What torchstat says of activations. */

import { type Cells, departs, each } from '../../convention.ts';
import { reason, unsupported } from './tool.ts';

const memory = { mem_read: '4 * x_numel', mem_write: '4 * y_numel' };

const rectifier = departs(
  { madd: 'x_numel / x0', flops: 'x_numel', ...memory },
  reason('It counts each element of one sample as MAdd, and each element of all as Flops.', 'compute_flops'),
);

const flopsAlone = departs(
  { flops: 'x_numel', ...memory },
  reason('It counts each element as Flops, but knows no MAdd of the layer.', 'compute_flops'),
);

export const activation: Cells = {
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
