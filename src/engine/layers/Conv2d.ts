import { convolution } from './families/convolution.ts';

export const Conv2d = convolution('Conv2d', 2);
