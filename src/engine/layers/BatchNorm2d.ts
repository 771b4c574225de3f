import { batchNorm } from './families/batchNorm.ts';

export const BatchNorm2d = batchNorm('BatchNorm2d', [4]);
