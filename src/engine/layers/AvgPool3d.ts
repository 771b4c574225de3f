import { avgPool } from './families/avgPool.ts';

export const AvgPool3d = avgPool('AvgPool3d', 3);
