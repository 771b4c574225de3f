/** What FlopCounterMode says of linear layers and convolutions. */

import { type Cells, each, type RaisesAt, raising, same, zero } from '../../convention.ts';
import { isOnNested } from '../../shapes.ts';
import { source } from './tool.ts';

/** Of all that it counts, a layer in an encoder whose attention alone is frozen may get one. */
const nested: RaisesAt = {
  error: 'RuntimeError',
  because: 'It reads the sizes of a nested tensor, which has none.',
  source,
  when: isOnNested,
};

export const convolution: Cells = {
  ...each(
    zero({ because: 'torch computes it as a sum of elementwise products, which are not counted.', source }),
    'Bilinear',
    'bilinear',
  ),
  ...each(
    same('macs'),
    'Conv1d',
    'Conv2d',
    'Conv3d',
    'ConvTranspose1d',
    'ConvTranspose2d',
    'ConvTranspose3d',
    'conv1d',
    'conv2d',
    'conv3d',
    'conv_transpose1d',
    'conv_transpose2d',
    'conv_transpose3d',
    'linear',
  ),
  Linear: raising(same('macs'), nested),
};
