/** What FlopCounterMode says of pools. */

import { type Cells, each, zero } from '../../convention.ts';
import { named } from '../pools.ts';

export const pooling: Cells = each(
  zero(),
  ...named('MaxPool', 'AvgPool', 'LPPool', 'AdaptiveMaxPool', 'AdaptiveAvgPool'),
  ...named('max_pool', 'avg_pool', 'lp_pool', 'adaptive_max_pool', 'adaptive_avg_pool'),
);
