import { maxUnpool } from './families/maxUnpool.ts';

export const MaxUnpool2d = maxUnpool('MaxUnpool2d', 2);
