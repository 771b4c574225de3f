import { adaptiveMaxPool } from './families/adaptivePool.ts';

export const AdaptiveMaxPool3d = adaptiveMaxPool('AdaptiveMaxPool3d', 3);
