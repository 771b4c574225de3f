/** What torchsummary says of linear layers and convolutions. */

import { type Cells, each, same } from '../../convention.ts';

export const convolution: Cells = each(
  same('params'),
  'Linear',
  'Bilinear',
  'Conv1d',
  'Conv2d',
  'Conv3d',
  'ConvTranspose1d',
  'ConvTranspose2d',
  'ConvTranspose3d',
);
