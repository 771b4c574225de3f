/** What thop says of linear layers and convolutions. */

import { type Cells, departs, each, same } from '../../convention.ts';
import { window } from '../kernel.ts';
import { hooks, unknown } from './tool.ts';

const macs = 'y_numel * floor(x1 / g) * window';

export const convolution: Cells = {
  Linear: same('macs'),
  Bilinear: unknown,
  ...each(
    departs(
      { macs },
      { because: 'It takes dimension 1 for the channels, also of an input without a batch.', source: hooks },
      { symbols: window },
    ),
    'Conv1d',
    'Conv2d',
    'Conv3d',
  ),
  ...each(
    departs(
      { macs },
      {
        because:
          'It counts a transposed convolution as a plain one, with products for each element of the output instead of the input.',
        source: hooks,
      },
      { symbols: window },
    ),
    'ConvTranspose1d',
    'ConvTranspose2d',
    'ConvTranspose3d',
  ),
};
