/** What torchstat says of padding, dropout, upsampling and other layers that move elements. */

import type { Cells } from '../../convention.ts';
import { unsupported } from './tool.ts';

export const arrangement: Cells = {
  Dropout: unsupported,
  Flatten: unsupported,
};
