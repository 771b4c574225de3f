/** What ptflops says of elementwise arithmetic and reductions. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { arithmetic, namesOf } from '../../layers/functional/index.ts';
import { leftAligned } from '../leftAligned.ts';
import { isSpelt, ops } from './tool.ts';

/** A function that is patched as torch.NAME and as torch.Tensor.NAME. */
const patched = (name: string): Cells => ({
  [name]: departs(
    { functional: 'seen * extent' },
    {
      because: `It counts each element as a MAC, but only where the call is written torch.${name}(x, y) or x.${name}(y), which it patches; it aligns shapes at the left.`,
      source: ops,
    },
    { symbols: (call) => ({ ...isSpelt(`torch.${name}`, `torch.Tensor.${name}`)(call), extent: leftAligned(call) }) },
  ),
});

export const elementwise: Cells = {
  ...each(zero(), ...namesOf(arithmetic).filter((kind) => kind !== 'add' && kind !== 'mul')),
  ...patched('add'),
  ...patched('mul'),
};
