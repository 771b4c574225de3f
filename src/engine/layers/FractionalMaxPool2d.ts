import { fractionalMaxPool } from './families/fractionalMaxPool.ts';

export const FractionalMaxPool2d = fractionalMaxPool('FractionalMaxPool2d', 2);
