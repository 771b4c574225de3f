/** What torchinfo says of attention and transformers. */

import { type Cells, zero } from '../../convention.ts';
import { source } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: zero({
    because:
      'It counts modules without modules in them: attention has its output projection in it, which it never calls as a module.',
    source,
  }),
};
