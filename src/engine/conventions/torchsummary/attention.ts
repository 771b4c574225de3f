/** What torchsummary says of attention and transformers. */

import { type Cells, zero } from '../../convention.ts';
import { source } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: zero({
    because: 'It looks for a weight and a bias by these names; attention has others, and never calls its projection.',
    source,
  }),
};
