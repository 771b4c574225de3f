import { convNd } from './families/convNd.ts';

export const Conv2d = convNd('Conv2d', 2);
