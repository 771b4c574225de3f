/** What FlopCounterMode says of functions that make tensors out of tensors. */

import { type Cells, zero } from '../../convention.ts';

export const tensors: Cells = {
  cat: zero(),
  flatten: zero(),
  view: zero(),
};
