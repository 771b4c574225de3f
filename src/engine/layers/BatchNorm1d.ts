import { batchNorm } from './families/batchNorm.ts';

export const BatchNorm1d = batchNorm('BatchNorm1d', [2, 3]);
