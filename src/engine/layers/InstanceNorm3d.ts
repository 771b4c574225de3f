import { instanceNorm } from './families/instanceNorm.ts';

export const InstanceNorm3d = instanceNorm('InstanceNorm3d', 3);
