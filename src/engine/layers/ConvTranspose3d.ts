import { convTransposeNd } from './families/convTransposeNd.ts';

export const ConvTranspose3d = convTransposeNd('ConvTranspose3d', 3);
