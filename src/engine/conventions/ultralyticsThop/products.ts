/** What ultralytics-thop says of products of matrices. */

import { type Cells, departs, each, same, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { looped } from './einsum.ts';
import { source } from './tool.ts';

const unknown = zero({
  because: 'Of products it knows torch.matmul, bmm, einsum and linear, and the operator @, and no others.',
  source,
});

/** It does not know torch.matmul by its name among linear algebra. */
const seen = ({ spelling }: LeafCall) => ({ seen: spelling === 'torch.linalg.matmul' ? 0 : 1 });

export const products: Cells = {
  ...each(unknown, 'affine_grid', 'grid_sample'),
  bmm: same('macs'),
  einsum: departs(
    { macs: 'looped' },
    {
      because:
        'It counts products of two operands alone: for each combination of the labels that both have or that the output has.',
      source,
    },
    { symbols: looped },
  ),
  matmul: departs(
    { macs: 'seen * y_numel * K' },
    { because: 'It knows torch.matmul by that name, as a method and as the operator @.', source },
    { symbols: seen },
  ),
  ...each(unknown, 'addmm', 'baddbmm', 'dot', 'mm', 'mv'),
  outer: zero(),
};
