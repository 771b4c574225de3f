import { adaptiveAvgPool } from './families/adaptivePool.ts';

export const AdaptiveAvgPool3d = adaptiveAvgPool('AdaptiveAvgPool3d', 3);
