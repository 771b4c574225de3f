/** What ptflops says of products of matrices. */

import { type Cells, departs, each, states, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { numel, type Tensor } from '../../tensor.ts';
import { isSpelt, ops } from './tool.ts';

const lastOf = ({ shape }: Tensor): number => shape.at(-1) ?? 1;

/** Elements of the first operand by the last size of the second, which for matrices alone is the definition's. */
const exact = states({ functional: 'y_numel * K' });

/** The same, where it is not for two matrices alone. */
const patched = (name: string): Cells => ({
  [name]: departs(
    { functional: 'seen * x_numel * last' },
    {
      because: `It counts only where the call is written torch.${name}(x, y) or x.${name}(y), which it patches, and multiplies the elements of the first with the last size of the second, which is wrong for vectors and repeated batches.`,
      source: ops,
    },
    {
      symbols: (call: LeafCall) => ({
        ...isSpelt(`torch.${name}`, `torch.Tensor.${name}`)(call),
        last: lastOf(call.inputs[1] as Tensor),
      }),
    },
  ),
});

/** The same for the sum of a tensor and a product; the tensor's elements are MACs, too. */
const patchedSum = (name: string, ...spellings: readonly string[]): Cells => ({
  [name]: departs(
    { functional: 'seen * (added * x_numel + first * last)' },
    {
      because: `It counts only where the call is written ${spellings.join(' or ')}, which it patches, and the elements of the tensor that is added as MACs, too.`,
      source: ops,
    },
    {
      symbols: (call: LeafCall) => ({
        ...isSpelt(...spellings)(call),
        first: numel((call.inputs[1] as Tensor).shape),
        last: lastOf(call.inputs[2] as Tensor),
      }),
    },
  ),
});

const unseen = zero({ because: 'It does not patch this function, so it does not see it.', source: ops });

export const products: Cells = {
  ...each(unseen, 'affine_grid', 'grid_sample'),
  ...patchedSum('addmm', 'torch.addmm', 'torch.Tensor.addmm'),
  ...patchedSum('baddbmm', 'torch.baddbmm'),
  ...each(exact, 'bmm', 'mm'),
  ...patched('matmul'),
  ...each(unseen, 'dot', 'einsum', 'mv'),
  ...each(zero(), 'outer'),
};
