/** What FlopCounterMode says of normalizations. */

import { type Cells, zero } from '../../convention.ts';

export const normalization: Cells = {
  BatchNorm1d: zero(),
  BatchNorm2d: zero(),
};
