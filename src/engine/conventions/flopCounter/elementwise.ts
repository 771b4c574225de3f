/** What FlopCounterMode says of elementwise arithmetic and reductions. */

import { type Cells, zero } from '../../convention.ts';

export const elementwise: Cells = {
  add: zero(),
};
