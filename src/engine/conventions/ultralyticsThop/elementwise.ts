/** What ultralytics-thop says of elementwise arithmetic and reductions. */

import { type Cells, each, zero } from '../../convention.ts';
import { arithmetic, namesOf } from '../../layers/functional/index.ts';

export const elementwise: Cells = each(zero(), ...namesOf(arithmetic));
