import { convTransposeFunction } from '../families/convolutionFunction.ts';

export const conv_transpose1d = convTransposeFunction('conv_transpose1d', 1);
