import { convTransposeNd } from './families/convTransposeNd.ts';

export const ConvTranspose2d = convTransposeNd('ConvTranspose2d', 2);
