import { instanceNorm } from './families/instanceNorm.ts';

export const InstanceNorm2d = instanceNorm('InstanceNorm2d', 2);
