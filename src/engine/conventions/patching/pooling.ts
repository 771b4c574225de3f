/** What the tools that replace functions say of pools. */

import { type Cells, each } from '../../convention.ts';
import { fractionalPoolFunctions, fractionalPools, named } from '../pools.ts';
import { calls, module, type PatchingTool, unseen } from './tool.ts';

const once = { flops: 'x_numel' };
const because = 'It counts each element of the input once as a FLOP, whatever the window';

export const pooling = (tool: PatchingTool): Cells => ({
  ...unseen(tool, ...fractionalPools, ...fractionalPoolFunctions, ...named('MaxUnpool', 'max_unpool')),
  ...each(module(tool, once, because), ...named('MaxPool', 'AvgPool', 'AdaptiveMaxPool', 'AdaptiveAvgPool')),
  ...calls(tool, named('max_pool', 'avg_pool', 'adaptive_max_pool', 'adaptive_avg_pool'), once, because),
  ...each(
    module(
      tool,
      { flops: 'x_numel + 2 * y_numel' },
      'It knows nothing of powers, but PyTorch makes this pool of avg_pool, relu and mul, which it replaces: each element of the input and, twice, of the output counts as a FLOP',
    ),
    ...named('LPPool', 'lp_pool'),
  ),
});
