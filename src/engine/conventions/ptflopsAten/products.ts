/** What ptflops-aten says of products of matrices. */

import { type Cells, departs, each, same, zero } from '../../convention.ts';
import { byMatrices, pairwise } from '../products.ts';
import { source } from './tool.ts';

const unknown = (what: string) => zero({ because: `It has no formula for ${what}.`, source });

export const products: Cells = {
  ...each(zero({ because: 'It has no formula for it.', source }), 'affine_grid', 'grid_sample'),
  addmm: departs(
    { macs: 'y_numel * K + y_numel' },
    { because: 'It counts the tensor that is added as MACs, too, even where beta is 0.', source },
  ),
  baddbmm: unknown('baddbmm'),
  bmm: same('macs'),
  dot: unknown('products of a vector'),
  einsum: departs({ macs: 'pairwise' }, pairwise(source)),
  matmul: departs(
    { macs: 'matrices * y_numel * K' },
    { because: 'It counts what torch.matmul calls: a product of matrices, but not one of a vector.', source },
    { symbols: byMatrices },
  ),
  mm: same('macs'),
  mv: unknown('products of a vector'),
  outer: zero(),
};
