import { convFunction } from '../families/convolutionFunction.ts';

export const conv2d = convFunction('conv2d', 2);
