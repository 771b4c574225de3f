/** What torchstat says of recurrent layers. */

import { type Cells, departs } from '../../convention.ts';
import { file } from './tool.ts';

export const recurrent: Cells = {
  LSTM: departs(
    {},
    { because: 'It takes the size of the tuple that an LSTM returns, which has none.', source: file('model_hook') },
  ),
};
