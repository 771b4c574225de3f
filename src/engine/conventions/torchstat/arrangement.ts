/** What torchstat says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { arranging, handingOn, upsamplers } from '../arranged.ts';
import { reason, unsupported } from './tool.ts';

export const arrangement: Cells = {
  ...each(unsupported, ...arranging.filter((kind) => !handingOn.includes(kind))),
  ...each(zero(), ...handingOn),
  ...each(
    departs(
      { flops: 'y_numel / y1' },
      reason(
        'It counts each place of the output as Flops once, whatever the channels, and nothing as MAdd.',
        'compute_flops',
      ),
    ),
    ...upsamplers,
  ),
};
