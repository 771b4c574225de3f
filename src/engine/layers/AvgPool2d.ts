import { avgPool } from './families/avgPool.ts';

export const AvgPool2d = avgPool('AvgPool2d', 2);
