/** What torchinfo says of pools. */

import { type Cells, each, zero } from '../../convention.ts';
import { fractionalPools, named } from '../pools.ts';

export const pooling: Cells = each(
  zero(),
  ...fractionalPools,
  ...named('MaxPool', 'MaxUnpool', 'AvgPool', 'LPPool', 'AdaptiveMaxPool', 'AdaptiveAvgPool'),
);
