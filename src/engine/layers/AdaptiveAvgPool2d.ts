import { adaptiveAvgPool } from './families/adaptivePool.ts';

export const AdaptiveAvgPool2d = adaptiveAvgPool('AdaptiveAvgPool2d', 2);
