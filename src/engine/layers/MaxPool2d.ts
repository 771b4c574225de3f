import { maxPool } from './families/maxPool.ts';

export const MaxPool2d = maxPool('MaxPool2d', 2);
