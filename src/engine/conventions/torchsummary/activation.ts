/** What torchsummary says of activations. */

import { type Cells, each, same, zero } from '../../convention.ts';

export const activation: Cells = {
  ...each(zero(), 'GLU', 'LogSoftmax', 'Softmax', 'Softmax2d', 'Softmin'),
  PReLU: same('params'),
  ...each(
    zero(),
    'CELU',
    'ELU',
    'GELU',
    'Hardshrink',
    'Hardsigmoid',
    'Hardswish',
    'Hardtanh',
    'LeakyReLU',
    'LogSigmoid',
    'Mish',
    'RReLU',
    'ReLU',
    'ReLU6',
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
