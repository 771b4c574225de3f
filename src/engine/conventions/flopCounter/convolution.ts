/** What FlopCounterMode says of linear layers and convolutions. */

import { type Cells, each, same } from '../../convention.ts';

export const convolution: Cells = each(
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
);
