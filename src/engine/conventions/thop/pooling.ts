/** What thop says of pools. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { fractionalPools, named } from '../pools.ts';
import { hooks } from './tool.ts';

/** Sizes behind the first two dimensions, 1 where there are fewer: X0, X1, X2 of the input and Y0, Y1, Y2 of the output. */
const sizes = ({ inputs: [input], outputs: [output] }: LeafCall): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [0, 1, 2].flatMap((index) => [
      [`X${index}`, input.shape[2 + index] ?? 1] as const,
      [`Y${index}`, output?.shape[2 + index] ?? 1] as const,
    ]),
  );

export const pooling: Cells = {
  ...each(
    departs(
      { macs: '(1 * (X0 / Y0) * (X1 / Y1) * (X2 / Y2) + 1) * y_numel' },
      {
        because:
          'It counts additions and one division of an average window X / Y as MACs, in floats cut off at the end, and takes the first two dimensions for batch and channels; true windows overlap, and nothing is multiplied.',
        source: hooks,
      },
      { float: true, symbols: sizes },
    ),
    ...named('AdaptiveAvgPool'),
  ),
  ...each(
    departs(
      { macs: 'y_numel' },
      {
        because: 'It counts one operation for each output as a MAC, whatever the window; nothing is multiplied.',
        source: hooks,
      },
    ),
    ...named('AvgPool'),
  ),
  ...each(zero(), ...fractionalPools, ...named('MaxPool', 'MaxUnpool', 'AdaptiveMaxPool', 'LPPool')),
};
