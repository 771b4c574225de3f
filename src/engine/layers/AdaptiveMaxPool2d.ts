import { adaptiveMaxPool } from './families/adaptivePool.ts';

export const AdaptiveMaxPool2d = adaptiveMaxPool('AdaptiveMaxPool2d', 2);
