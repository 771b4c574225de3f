/** What FlopCounterMode says of linear layers and convolutions. */

import { type Cells, each, same, zero } from '../../convention.ts';
import { source } from './tool.ts';

export const convolution: Cells = {
  ...each(
    zero({ because: 'torch computes it as a sum of elementwise products, which are not counted.', source }),
    'Bilinear',
    'bilinear',
  ),
  ...each(
    same('macs'),
    'Linear',
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
};
