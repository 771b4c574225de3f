import { maxPool } from './families/maxPool.ts';

export const MaxPool1d = maxPool('MaxPool1d', 1);
