/** What FlopCounterMode says of activations. */

import { type Cells, zero } from '../../convention.ts';

export const activation: Cells = {
  ReLU: zero(),
  relu: zero(),
};
