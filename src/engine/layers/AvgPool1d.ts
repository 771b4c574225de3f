import { avgPool } from './families/avgPool.ts';

export const AvgPool1d = avgPool('AvgPool1d', 1);
