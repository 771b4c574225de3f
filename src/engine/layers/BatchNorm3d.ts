import { batchNorm } from './families/batchNorm.ts';

export const BatchNorm3d = batchNorm('BatchNorm3d', [5]);
