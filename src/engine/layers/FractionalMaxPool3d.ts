import { fractionalMaxPool } from './families/fractionalMaxPool.ts';

export const FractionalMaxPool3d = fractionalMaxPool('FractionalMaxPool3d', 3);
