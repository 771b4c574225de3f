/** What torchsummary says of activations. */

import { type Cells, each, same, zero } from '../../convention.ts';
import { elementwiseModules } from '../elementwiseActivations.ts';

export const activation: Cells = {
  ...each(zero(), 'GLU', 'LogSoftmax', 'Softmax', 'Softmax2d', 'Softmin'),
  PReLU: same('params'),
  ...each(zero(), ...elementwiseModules),
};
