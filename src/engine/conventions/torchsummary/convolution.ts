/** What torchsummary says of linear layers and convolutions. */

import { type Cells, same } from '../../convention.ts';

const weightAndBias = same('params');

export const convolution: Cells = {
  Linear: weightAndBias,
  Conv1d: weightAndBias,
  Conv2d: weightAndBias,
};
