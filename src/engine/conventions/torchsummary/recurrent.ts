/** What torchsummary says of recurrent layers. */

import { type Cells, departs } from '../../convention.ts';
import { source } from './tool.ts';

export const recurrent: Cells = {
  LSTM: departs({}, { because: 'It takes the size of a nested tuple, so it cannot print an LSTM.', source }),
};
