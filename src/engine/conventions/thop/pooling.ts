/** What thop says of pools. */

import { type Cells, departs, zero } from '../../convention.ts';
import { hooks } from './tool.ts';

export const pooling: Cells = {
  AdaptiveAvgPool2d: departs(
    { macs: '(1 * (H / Hout) * (W / Wout) + 1) * y_numel' },
    {
      because:
        'It counts additions and one division of an average window H/Hout * W/Wout as MACs, in floats cut off at the end; true windows overlap, and nothing is multiplied.',
      source: hooks,
    },
    { float: true },
  ),
  AvgPool2d: departs(
    { macs: 'y_numel' },
    {
      because: 'It counts one operation for each output as a MAC, whatever the window; nothing is multiplied.',
      source: hooks,
    },
  ),
  MaxPool2d: zero(),
};
