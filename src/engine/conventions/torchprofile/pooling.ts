/** What torchprofile says of pools. */

import { type Cells, departs, each, raising, zero } from '../../convention.ts';
import { named } from '../pools.ts';
import { unsizedUnpooling } from '../trace/untraceable.ts';
import { eachOutput } from './tool.ts';

const averages = departs({ macs: 'y_numel' }, eachOutput('an average'));

const norms = departs(
  { macs: '3 * y_numel', mul: '2 * y_numel' },
  eachOutput('the average in it, and of two products'),
);

export const pooling: Cells = {
  ...each(averages, ...named('AvgPool', 'AdaptiveAvgPool', 'avg_pool', 'adaptive_avg_pool')),
  ...each(norms, ...named('LPPool', 'lp_pool')),
  ...each(raising(zero(), unsizedUnpooling), ...named('MaxUnpool', 'max_unpool')),
  ...each(
    zero(),
    ...['FractionalMaxPool2d', 'FractionalMaxPool3d', 'fractional_max_pool2d', 'fractional_max_pool3d'],
    ...named('MaxPool', 'AdaptiveMaxPool', 'max_pool', 'adaptive_max_pool'),
  ),
};
