/** What ptflops-aten says of pools. */

import { type Cells, each, zero } from '../../convention.ts';
import { fractionalPoolFunctions, fractionalPools, named } from '../pools.ts';

export const pooling: Cells = each(
  zero(),
  ...fractionalPools,
  ...fractionalPoolFunctions,
  ...named('MaxPool', 'MaxUnpool', 'AvgPool', 'LPPool', 'AdaptiveMaxPool', 'AdaptiveAvgPool'),
  ...named('max_pool', 'max_unpool', 'avg_pool', 'lp_pool', 'adaptive_max_pool', 'adaptive_avg_pool'),
);
