/** What torchstat says of attention and transformers. */

import { type Cells, zero } from '../../convention.ts';
import { file } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: zero({
    because: 'It looks at modules without children; attention has one, which is never called.',
    source: file('model_hook'),
  }),
};
