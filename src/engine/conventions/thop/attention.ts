/** What thop says of attention and transformers. */

import { type Cells, departs } from '../../convention.ts';
import { version } from './tool.ts';

export const attention: Cells = {
  MultiheadAttention: departs(
    { macs: '0', params: '0' },
    {
      because: 'It has no rule for attention, nor for the class of its output projection: no products, no parameters.',
      source: `thop ${version}, thop/profile.py`,
    },
  ),
};
