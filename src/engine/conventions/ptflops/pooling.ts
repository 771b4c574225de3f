/** What ptflops says of pools. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { fractionalPoolFunctions, fractionalPools, named } from '../pools.ts';
import { isSpelt, ops, twice } from './tool.ts';

const functional = (kind: string): Cells => ({
  [kind]: departs(
    { functional: 'seen * x_numel' },
    {
      because: 'It counts each element of the input once as a MAC, where the call is one that it patches.',
      source: ops,
    },
    { symbols: isSpelt(`torch.nn.functional.${kind}`) },
  ),
});

const lp = departs(
  { functional: 'x_numel + 2 * y_numel' },
  {
    because:
      'It knows nothing of powers, but PyTorch makes this pool of avg_pool, relu and mul, which are patched: each element of the input and, twice, of the output counts as a MAC.',
    source: ops,
  },
);

export const pooling: Cells = {
  ...each(
    twice('x_numel', 'It counts each element of the input once as a MAC'),
    ...named('MaxPool', 'AvgPool', 'AdaptiveMaxPool', 'AdaptiveAvgPool'),
  ),
  ...each(zero(), ...fractionalPools, ...fractionalPoolFunctions, ...named('MaxUnpool', 'max_unpool')),
  ...each(lp, ...named('LPPool', 'lp_pool')),
  ...Object.assign({}, ...named('max_pool', 'avg_pool', 'adaptive_max_pool', 'adaptive_avg_pool').map(functional)),
};
