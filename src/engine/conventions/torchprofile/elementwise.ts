/** What torchprofile says of elementwise arithmetic and reductions. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { arithmetic, namesOf } from '../../layers/functional/index.ts';
import { eachOutput } from './tool.ts';

const counted: Readonly<Record<string, string>> = { mul: 'a product', rdiv: 'the product in it', mean: 'a mean' };

export const elementwise: Cells = {
  ...Object.fromEntries(
    Object.entries(counted).map(([kind, what]) => [kind, departs({ macs: 'y_numel' }, eachOutput(what))]),
  ),
  ...each(zero(), ...namesOf(arithmetic).filter((kind) => !Object.hasOwn(counted, kind))),
};
