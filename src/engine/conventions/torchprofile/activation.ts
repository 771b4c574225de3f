/** What torchprofile says of activations. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { elementwiseFunctions, elementwiseModules } from '../elementwiseActivations.ts';
import { isWritten } from '../trace/memory.ts';
import { source } from './tool.ts';

const leaky = departs(
  { macs: '(1 - in_place) * y_numel' },
  { because: 'It counts one for each element of a leaky ReLU, but has no handler for the one in place.', source },
  { symbols: (call) => ({ in_place: isWritten(call) ? 1 : 0 }) },
);

const others = [...elementwiseModules, ...elementwiseFunctions].filter((kind) => !/leaky/i.test(kind));

export const activation: Cells = {
  ...each(leaky, 'LeakyReLU', 'leaky_relu'),
  ...each(zero(), ...others),
  ...each(zero(), 'GLU', 'LogSoftmax', 'PReLU', 'Softmax', 'Softmax2d', 'Softmin'),
  ...each(zero(), 'glu', 'log_softmax', 'prelu', 'softmax', 'softmin'),
};
