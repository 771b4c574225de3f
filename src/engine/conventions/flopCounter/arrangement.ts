/** What FlopCounterMode says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, zero } from '../../convention.ts';

export const arrangement: Cells = {
  Dropout: zero(),
  Flatten: zero(),
};
