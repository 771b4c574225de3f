/** What thop says of activations. */

import { type Cells, departs, each, raising, zero } from '../../convention.ts';
import { elementwiseModules } from '../elementwiseActivations.ts';
import { hooks } from './tool.ts';

export const activation: Cells = {
  PReLU: departs({ macs: 'x_numel' }, { because: 'It counts each element once as a MAC.', source: hooks }),
  Softmax: raising(
    departs(
      { macs: 'floor(x_numel / size) * (3 * size - 1)' },
      { because: 'It counts exponentials, additions and divisions as MACs.', source: hooks },
    ),
    {
      error: 'TypeError',
      because: 'It takes the size of the dimension `dim`, which is None.',
      source: hooks,
      when: ({ options }) => options.dim === null,
    },
  ),
  ...each(zero(), 'GLU', 'LogSoftmax', 'Softmax2d', 'Softmin'),
  ...each(zero(), ...elementwiseModules),
};
