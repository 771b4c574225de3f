/** What fvcore says of activations. */

import { type Cells, each, zero } from '../../convention.ts';
import { elementwiseFunctions, elementwiseModules } from '../elementwiseActivations.ts';

export const activation: Cells = {
  ...each(zero(), 'GLU', 'LogSoftmax', 'PReLU', 'Softmax', 'Softmax2d', 'Softmin'),
  ...each(zero(), 'glu', 'log_softmax', 'prelu', 'softmax', 'softmin'),
  ...each(zero(), ...elementwiseModules),
  ...each(zero(), ...elementwiseFunctions),
};
