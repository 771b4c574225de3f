/** What ultralytics-thop says of linear layers and convolutions. */

import { type Cells, each, same, zero } from '../../convention.ts';
import { named } from '../pools.ts';
import { source } from './tool.ts';

export const convolution: Cells = {
  ...each(same('macs'), 'Linear', 'Bilinear', 'linear', ...named('Conv', 'ConvTranspose')),
  ...each(
    zero({ because: 'Of functions it knows products of matrices and attention, and no others.', source }),
    'bilinear',
    ...named('conv', 'conv_transpose'),
  ),
};
