import { convNd } from './families/convNd.ts';

export const Conv1d = convNd('Conv1d', 1);
