/** What thop says of activations. */

import { type Cells, each, zero } from '../../convention.ts';

export const activation: Cells = {
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
