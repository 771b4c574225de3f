import { adaptiveMaxPool } from './families/adaptivePool.ts';

export const AdaptiveMaxPool1d = adaptiveMaxPool('AdaptiveMaxPool1d', 1);
