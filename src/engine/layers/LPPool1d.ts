import { lpPool } from './families/lpPool.ts';

export const LPPool1d = lpPool('LPPool1d', 1);
