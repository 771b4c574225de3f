/** What FlopCounterMode says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, each, zero } from '../../convention.ts';
import { arranging, arrangingFunctions, upsamplers, upsamplingFunctions } from '../arranged.ts';

export const arrangement: Cells = each(
  zero(),
  ...arranging,
  ...arrangingFunctions,
  ...upsamplers,
  ...upsamplingFunctions,
);
