/** What torchstat says of pools. */

import { type Cells, departs } from '../../convention.ts';
import { reason, unsupported } from './tool.ts';

export const pooling: Cells = {
  AdaptiveAvgPool2d: unsupported,
  AvgPool2d: departs(
    { madd: 'K0 * K1 * C * y2 * y3', flops: 'x_numel', mem_read: '4 * x_numel', mem_write: '4 * y_numel' },
    reason(
      'It counts every element of a window as MAdd, its division included, and each element of the input once as Flops.',
      'compute_madd',
    ),
    { symbols: ({ inputs: [{ shape }] }) => ({ C: shape[1] as number }) },
  ),
  MaxPool2d: departs(
    { madd: '(K0 * K1 - 1) * y1 * y2 * y3', flops: 'x_numel', mem_read: '4 * x_numel', mem_write: '4 * y_numel' },
    reason('It counts comparisons as MAdd and each element of the input once as Flops.', 'compute_madd'),
  ),
};
