import { maxUnpool } from './families/maxUnpool.ts';

export const MaxUnpool3d = maxUnpool('MaxUnpool3d', 3);
