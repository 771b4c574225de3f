/** What fvcore says of pools. */

import { type Cells, departs, each, raising, zero } from '../../convention.ts';
import { named } from '../pools.ts';
import { unsizedUnpooling } from '../trace/untraceable.ts';
import { source } from './tool.ts';

const adaptive = departs(
  { macs: 'x_numel' },
  { because: 'It counts each element of the input once, and has no rule for other pools.', source },
);

const others = [...named('AdaptiveAvgPool'), ...named('adaptive_avg_pool')].filter((kind) => !/2d$/.test(kind));

export const pooling: Cells = {
  ...each(adaptive, 'AdaptiveAvgPool2d', 'adaptive_avg_pool2d'),
  ...each(raising(zero(), unsizedUnpooling), ...named('MaxUnpool', 'max_unpool')),
  ...each(
    zero(),
    ...others,
    ...['FractionalMaxPool2d', 'FractionalMaxPool3d', 'fractional_max_pool2d', 'fractional_max_pool3d'],
    ...named('MaxPool', 'AvgPool', 'LPPool', 'AdaptiveMaxPool'),
    ...named('max_pool', 'avg_pool', 'lp_pool', 'adaptive_max_pool'),
  ),
};
