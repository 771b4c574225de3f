/** What ultralytics-thop says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { arranging, arrangingFunctions, upsamplingFunctions } from '../arranged.ts';
import { rateBy, rates } from '../thop/arrangement.ts';
import { hooks } from './tool.ts';

export const arrangement: Cells = {
  ...each(zero(), ...arranging, ...arrangingFunctions, ...upsamplingFunctions, 'UpsamplingNearest2d'),
  ...each(
    departs(
      { macs: 'rate * y_numel' },
      {
        because:
          'It counts for each output 5 (linear), 11 (bilinear), 31 (trilinear) or 259 (bicubic) operations as MACs, and nothing in any other mode.',
        source: hooks,
      },
      { symbols: rateBy({ ...rates, nearest: 0, trilinear: 31 }) },
    ),
    'Upsample',
    'UpsamplingBilinear2d',
  ),
};
