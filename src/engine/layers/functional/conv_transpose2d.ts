import { convTransposeFunction } from '../families/convolutionFunction.ts';

export const conv_transpose2d = convTransposeFunction('conv_transpose2d', 2);
