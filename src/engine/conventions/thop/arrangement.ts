/** What thop says of padding, dropout, upsampling and other layers that move elements. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { arranging, upsamplers } from '../arranged.ts';
import { hooks } from './tool.ts';

/** Operations for each output by mode; the modes that are not here count nothing. */
export const rates: Readonly<Record<string, number>> = { nearest: 1, linear: 5, bilinear: 11, bicubic: 259 };

/** The modes of modules that have no such option. */
const fixed: Readonly<Record<string, string>> = { UpsamplingBilinear2d: 'bilinear', UpsamplingNearest2d: 'nearest' };

/** A function that gives the operations for each output of a call as `rate`, by a table of modes. */
export const rateBy =
  (table: Readonly<Record<string, number>>) =>
  ({ definition: { kind }, options: { mode } }: LeafCall) => ({ rate: table[fixed[kind] ?? String(mode)] ?? 0 });

export const arrangement: Cells = {
  ...each(zero(), ...arranging),
  ...each(
    departs(
      { macs: 'rate * y_numel' },
      {
        because:
          'It counts for each output 1 (nearest), 5 (linear), 11 (bilinear) or 259 (bicubic) operations as MACs, and nothing in any other mode.',
        source: hooks,
      },
      { symbols: rateBy(rates) },
    ),
    ...upsamplers,
  ),
};
