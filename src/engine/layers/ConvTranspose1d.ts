import { convTransposeNd } from './families/convTransposeNd.ts';

export const ConvTranspose1d = convTransposeNd('ConvTranspose1d', 1);
