import { lpPool } from './families/lpPool.ts';

export const LPPool3d = lpPool('LPPool3d', 3);
