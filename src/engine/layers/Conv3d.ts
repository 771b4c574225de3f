import { convNd } from './families/convNd.ts';

export const Conv3d = convNd('Conv3d', 3);
