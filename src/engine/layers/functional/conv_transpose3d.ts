import { convTransposeFunction } from '../families/convolutionFunction.ts';

export const conv_transpose3d = convTransposeFunction('conv_transpose3d', 3);
