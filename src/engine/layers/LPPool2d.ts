import { lpPool } from './families/lpPool.ts';

export const LPPool2d = lpPool('LPPool2d', 2);
