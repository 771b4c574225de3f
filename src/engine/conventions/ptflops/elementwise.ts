/** What ptflops says of elementwise arithmetic and reductions. */

import { type Cells, departs } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { isSpelt, ops } from './tool.ts';

/** The largest shape of two, aligned at the left as ptflops aligns them. */
const leftAligned = ({ inputs: [a, b] }: LeafCall): number => {
  const left = a.shape;
  const right = b?.shape ?? [];
  let product = 1;
  for (let index = 0; index < Math.max(left.length, right.length); index++)
    product *= Math.max(left[index] ?? 1, right[index] ?? 1);
  return product;
};

export const elementwise: Cells = {
  add: departs(
    { functional: 'seen * extent' },
    {
      because:
        'It counts additions as MACs, but only those written torch.add(x, y) or x.add(y), which it patches; it aligns shapes at the left.',
      source: ops,
    },
    { symbols: (call) => ({ ...isSpelt('torch.add', 'torch.Tensor.add')(call), extent: leftAligned(call) }) },
  ),
};
