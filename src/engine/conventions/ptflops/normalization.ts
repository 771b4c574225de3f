/** What ptflops says of normalizations. */

import { type Cells, departs } from '../../convention.ts';
import { ops } from './tool.ts';

const norm = departs(
  { module: 'x_numel * (1 + affine)' },
  { because: 'It counts elementwise arithmetic as MACs.', source: ops },
);

export const normalization: Cells = {
  BatchNorm1d: norm,
  BatchNorm2d: norm,
};
