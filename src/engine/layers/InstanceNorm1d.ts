import { instanceNorm } from './families/instanceNorm.ts';

export const InstanceNorm1d = instanceNorm('InstanceNorm1d', 1);
