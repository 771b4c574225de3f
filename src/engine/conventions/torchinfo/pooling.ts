/** What torchinfo says of pools. */

import { type Cells, each, zero } from '../../convention.ts';
import { named } from '../pools.ts';

export const pooling: Cells = each(
  zero(),
  ...named('MaxPool', 'MaxUnpool', 'AvgPool', 'LPPool', 'AdaptiveMaxPool', 'AdaptiveAvgPool'),
);
