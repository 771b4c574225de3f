import { maxPool } from './families/maxPool.ts';

export const MaxPool3d = maxPool('MaxPool3d', 3);
