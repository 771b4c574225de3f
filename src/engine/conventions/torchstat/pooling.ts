/** What torchstat says of pools. */

import { type Cell, type Cells, departs, each, raising } from '../../convention.ts';
import { fractionalPools, named } from '../pools.ts';
import { reason, storage, unsupported } from './tool.ts';

/** It takes the two sizes of a window from a tuple. */
const unpacking = (cell: Cell): Cell =>
  raising(cell, {
    when: ({ outcome: { setup } }) => setup.short.has('kernel_size'),
    error: 'ValueError',
    ...reason('It takes two numbers from every tuple, also from one of one, as `kernel_size=(2,)`.', 'compute_madd'),
  });

export const pooling: Cells = {
  ...each(unsupported, 'MaxPool1d', 'MaxPool3d', 'AvgPool1d', 'AvgPool3d'),
  ...each(unsupported, ...fractionalPools, ...named('LPPool', 'MaxUnpool', 'AdaptiveMaxPool', 'AdaptiveAvgPool')),
  AvgPool2d: unpacking(
    departs(
      { madd: 'K0 * K1 * y1 * y2 * y3', flops: 'x_numel', mem_read: 'bytes * x_numel', mem_write: 'bytes * y_numel' },
      reason(
        'It counts every element of a window as MAdd, its division included, and each element of the input once as Flops.',
        'compute_madd',
      ),
      { symbols: storage },
    ),
  ),
  MaxPool2d: unpacking(
    departs(
      {
        madd: '(K0 * K1 - 1) * y1 * y2 * y3',
        flops: 'x_numel',
        mem_read: 'bytes * x_numel',
        mem_write: 'bytes * y_numel',
      },
      reason('It counts comparisons as MAdd and each element of the input once as Flops.', 'compute_madd'),
      { symbols: storage },
    ),
  ),
};
