/** What torchinfo says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, each, zero } from '../../convention.ts';
import { arranging, upsamplers } from '../arranged.ts';

export const arrangement: Cells = each(zero(), ...arranging, ...upsamplers);
