import { convolution } from './families/convolution.ts';

export const Conv1d = convolution('Conv1d', 1);
