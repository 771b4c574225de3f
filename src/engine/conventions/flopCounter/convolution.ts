/** What FlopCounterMode says of linear layers and convolutions. */

import { type Cells, each, same } from '../../convention.ts';

export const convolution: Cells = each(same('macs'), 'Linear', 'Conv1d', 'Conv2d');
