/** What FlopCounterMode says of products of matrices. */

import { type Cells, departs, each, same, zero } from '../../convention.ts';
import { byMatrices, pairwise } from '../products.ts';
import { source } from './tool.ts';

const vectors = zero({ because: 'It has a formula for products of matrices, and none for those of a vector.', source });

export const products: Cells = {
  ...each(zero({ because: 'It has no formula for it.', source }), 'affine_grid', 'grid_sample'),
  addmm: same('macs'),
  baddbmm: same('macs'),
  bmm: same('macs'),
  dot: vectors,
  einsum: departs({ macs: 'pairwise' }, pairwise(source)),
  matmul: departs(
    { macs: 'matrices * y_numel * K' },
    { because: 'It counts what torch.matmul calls: a product of matrices, but not one of a vector.', source },
    { symbols: byMatrices },
  ),
  mm: same('macs'),
  mv: vectors,
  outer: zero(),
};
