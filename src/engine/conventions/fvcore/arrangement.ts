/** What fvcore says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { arranging, arrangingFunctions } from '../arranged.ts';
import { resampler } from '../trace/interpolated.ts';
import { source } from './tool.ts';

const bilinear = departs(
  { macs: '4 * y_numel' },
  { because: 'It counts four for each element of the output.', source },
);

const nearest = departs(
  { macs: 'is_image * y_numel' },
  {
    because:
      'Of images it counts one for each element of the output, although nothing is computed; it has no rule for signals and volumes.',
    source,
  },
  { symbols: ({ inputs: [{ shape }] }) => ({ is_image: shape.length === 4 ? 1 : 0 }) },
);

/** Which of its three rules for images holds, if any. */
const byMode = (call: LeafCall) => {
  const operator = resampler(call);
  return {
    is_bilinear: operator === 'upsample_bilinear2d' ? 1 : 0,
    is_nearest: operator === 'upsample_nearest2d' ? 1 : 0,
    is_area: operator === 'adaptive_avg_pool2d' ? 1 : 0,
  };
};

const resampled = departs(
  { macs: '(4 * is_bilinear + is_nearest) * y_numel + is_area * x_numel' },
  {
    because:
      'Of images, it counts four for each element of the output in the mode bilinear, one in the mode nearest, and each element of the input in the mode area; it has no rule for other modes, nor for signals and volumes.',
    source,
  },
  { symbols: byMode },
);

export const arrangement: Cells = {
  ...each(zero(), ...arranging, ...arrangingFunctions),
  ...each(bilinear, 'UpsamplingBilinear2d', 'upsample_bilinear'),
  ...each(nearest, 'UpsamplingNearest2d', 'upsample_nearest'),
  ...each(resampled, 'Upsample', 'interpolate', 'upsample'),
};
