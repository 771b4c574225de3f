/** What FlopCounterMode says of pools. */

import { type Cells, zero } from '../../convention.ts';

export const pooling: Cells = {
  AdaptiveAvgPool2d: zero(),
  AvgPool2d: zero(),
  MaxPool2d: zero(),
};
