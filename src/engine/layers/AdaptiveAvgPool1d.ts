import { adaptiveAvgPool } from './families/adaptivePool.ts';

export const AdaptiveAvgPool1d = adaptiveAvgPool('AdaptiveAvgPool1d', 1);
