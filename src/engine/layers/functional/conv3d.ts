import { convFunction } from '../families/convolutionFunction.ts';

export const conv3d = convFunction('conv3d', 3);
