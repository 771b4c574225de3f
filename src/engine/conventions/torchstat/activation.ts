/** What torchstat says of activations. */

import { type Cells, departs } from '../../convention.ts';
import { reason } from './tool.ts';

const elementwise = 'It counts each element of one sample as MAdd, and each element of all as Flops.';

export const activation: Cells = {
  ReLU: departs(
    { madd: 'x_numel / x0', flops: 'x_numel', mem_read: '4 * x_numel', mem_write: '4 * y_numel' },
    reason(elementwise, 'compute_flops'),
  ),
};
