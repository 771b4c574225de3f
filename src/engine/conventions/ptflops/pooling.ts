/** What ptflops says of pools. */

import type { Cells } from '../../convention.ts';
import { twice } from './tool.ts';

export const pooling: Cells = {
  AdaptiveAvgPool2d: twice('x_numel', 'It counts each element of the input once as a MAC'),
  AvgPool2d: twice('x_numel', 'It counts each element of the input once as a MAC'),
  MaxPool2d: twice('x_numel', 'It counts each element of the input once as a MAC'),
};
