/** What torchprofile says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { arranging, arrangingFunctions } from '../arranged.ts';
import { resampler, scaledSizes } from '../trace/interpolated.ts';
import { source } from './tool.ts';

const bilinear = departs(
  { macs: '4 * y_numel' },
  { because: 'It counts four for each element of the output.', source },
);

const byMode = (call: LeafCall) => {
  const operator = resampler(call);
  return {
    is_bilinear: operator === 'upsample_bilinear2d' ? 1 : 0,
    is_area: operator.startsWith('adaptive_avg_pool') ? 1 : 0,
    scaled_sizes: scaledSizes(call),
  };
};

const resampled = departs(
  { macs: '(4 * is_bilinear + is_area) * y_numel + scaled_sizes', mul: 'scaled_sizes' },
  {
    because:
      'It counts four for each element of an image in the mode bilinear, one in the mode area, and one for each size that is computed in the graph from a scale.',
    source,
  },
  { symbols: byMode },
);

export const arrangement: Cells = {
  ...each(zero(), ...arranging, ...arrangingFunctions),
  ...each(bilinear, 'UpsamplingBilinear2d', 'upsample_bilinear'),
  ...each(zero(), 'UpsamplingNearest2d', 'upsample_nearest'),
  ...each(resampled, 'Upsample', 'interpolate', 'upsample'),
};
