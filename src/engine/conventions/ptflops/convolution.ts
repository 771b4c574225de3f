/** What ptflops says of linear layers and convolutions. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { places } from '../kernel.ts';
import { ops } from './tool.ts';

const because =
  'It adds one for each output to the MACs where there is a bias; without a batch it takes the channels for one and the next dimension for channels.';

const biased = { because: 'It adds one for each output to the MACs where there is a bias.', source: ops };

const unseen = zero({
  because: 'It knows some layers and functions, but not this one, and counts nothing.',
  source: ops,
});

export const convolution: Cells = {
  Linear: departs({ module: 'F * Cin * Cout + F * Cout * bias' }, biased),
  ...each(
    departs(
      { module: 'x0 * Cin * (Cout / g) * window * places + x0 * sample * bias' },
      { because, source: ops },
      { symbols: places },
    ),
    'Conv1d',
    'Conv2d',
    'Conv3d',
  ),
  ...each(
    departs(
      { module: 'x0 * Cin * (Cout / g) * window * sources + x0 * sample * bias' },
      { because, source: ops },
      { symbols: places },
    ),
    'ConvTranspose1d',
    'ConvTranspose2d',
    'ConvTranspose3d',
  ),
  ...each(
    unseen,
    'conv1d',
    'conv2d',
    'conv3d',
    'conv_transpose1d',
    'conv_transpose2d',
    'conv_transpose3d',
    'linear',
    'bilinear',
    'Bilinear',
  ),
};
