import { maxUnpool } from './families/maxUnpool.ts';

export const MaxUnpool1d = maxUnpool('MaxUnpool1d', 1);
