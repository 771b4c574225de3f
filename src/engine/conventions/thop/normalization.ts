/** What thop says of normalizations. */

import { type Cells, departs } from '../../convention.ts';
import { hooks } from './tool.ts';

export const normalization: Cells = {
  BatchNorm1d: departs(
    { macs: '2 * x_numel * (1 + affine)' },
    { because: 'It counts elementwise arithmetic as MACs.', source: hooks },
  ),
  BatchNorm2d: departs(
    { macs: '2 * x_numel * (1 + affine)' },
    { because: 'It counts elementwise arithmetic as MACs.', source: hooks },
  ),
};
