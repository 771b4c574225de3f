/** What thop says of linear layers and convolutions. */

import { type Cells, same } from '../../convention.ts';

export const convolution: Cells = {
  Linear: same('macs'),
  Conv1d: same('macs'),
  Conv2d: same('macs'),
};
