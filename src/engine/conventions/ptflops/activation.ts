/** What ptflops says of activations. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { isSpelt, ops, twice } from './tool.ts';

/** Modules that are known and call a function that is patched, too. */
const both = twice('y_numel', 'It counts each element of the output once as a MAC');

/** Modules that are known and call no such function. */
const hooked = departs(
  { module: 'y_numel' },
  { because: 'It counts each element of the output as a MAC; nothing is accumulated.', source: ops },
);

/** Modules that are not known, but call a function that is patched. */
const inside = departs(
  { functional: 'x_numel' },
  {
    because: 'It does not know the layer, but patches the function that it calls, and counts each element as a MAC.',
    source: ops,
  },
);

/** A function that is patched under one of its names. */
const patched = (name: string): Cells => ({
  [name]: departs(
    { functional: 'seen * x_numel' },
    { because: `It counts each element as a MAC, but only of F.${name}, which it patches.`, source: ops },
    { symbols: isSpelt(`torch.nn.functional.${name}`) },
  ),
});

export const activation: Cells = {
  ...each(both, 'ELU', 'GELU', 'PReLU', 'ReLU'),
  ...each(hooked, 'LeakyReLU', 'ReLU6'),
  ...each(inside, 'SiLU', 'Softmax', 'Softmax2d'),
  ...each(
    zero(),
    'CELU',
    'Hardshrink',
    'Hardsigmoid',
    'Hardswish',
    'Hardtanh',
    'LogSigmoid',
    'Mish',
    'RReLU',
    'SELU',
    'Sigmoid',
    'Softplus',
    'Softshrink',
    'Softsign',
    'Tanh',
    'Tanhshrink',
    'Threshold',
  ),
  ...each(zero(), 'GLU', 'LogSoftmax', 'Softmin', 'glu', 'log_softmax', 'softmin'),
  ...patched('elu'),
  ...patched('gelu'),
  ...patched('prelu'),
  ...patched('relu'),
  ...patched('relu6'),
  ...patched('silu'),
  ...patched('softmax'),
  ...each(
    zero(),
    'celu',
    'hardshrink',
    'hardsigmoid',
    'hardswish',
    'hardtanh',
    'leaky_relu',
    'logsigmoid',
    'mish',
    'rrelu',
    'selu',
    'sigmoid',
    'softplus',
    'softshrink',
    'softsign',
    'tanh',
    'tanhshrink',
    'threshold',
  ),
};
