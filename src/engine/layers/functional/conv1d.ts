import { convFunction } from '../families/convolutionFunction.ts';

export const conv1d = convFunction('conv1d', 1);
