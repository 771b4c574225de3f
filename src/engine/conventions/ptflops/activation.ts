/** What ptflops says of activations. */

import { type Cells, departs } from '../../convention.ts';
import { isSpelt, ops, twice } from './tool.ts';

export const activation: Cells = {
  ReLU: twice('y_numel', 'It counts each element of the output once as a MAC'),
  relu: departs(
    { functional: 'seen * x_numel' },
    { because: 'It counts each element as a MAC, but only of F.relu, which it patches.', source: ops },
    { symbols: isSpelt('torch.nn.functional.relu') },
  ),
};
