/** What torchinfo says of activations. */

import { type Cells, each, zero } from '../../convention.ts';
import { elementwiseModules } from '../elementwiseActivations.ts';
import { plain } from './weights.ts';

export const activation: Cells = {
  PReLU: plain('It multiplies the slopes by the first size of the output.'),
  ...each(zero(), 'GLU', 'LogSoftmax', 'Softmax', 'Softmax2d', 'Softmin'),
  ...each(zero(), ...elementwiseModules),
};
