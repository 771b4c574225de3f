/** What ultralytics-thop says of activations. */

import { type Cell, type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { elementwiseFunctions, elementwiseModules } from '../elementwiseActivations.ts';
import { hooks } from './tool.ts';

/** Rows, and elements of a row. */
const rows = ({ symbols: { x_numel, size } }: LeafCall) => ({ rows: Number(x_numel) / Number(size) });

const softmax = (macs: string, because: string): Cell =>
  departs({ macs }, { because, source: hooks }, { symbols: rows });

const usual = 'rows * (3 * size - 1)';

export const activation: Cells = {
  PReLU: departs({ macs: 'x_numel' }, { because: 'It counts each element once as a MAC.', source: hooks }),
  ...each(softmax(usual, 'It counts exponentials, additions and divisions as MACs.'), 'Softmax', 'Softmax2d'),
  LogSoftmax: softmax(
    `${usual} + rows`,
    'It counts exponentials, additions, divisions and a logarithm for each row as MACs.',
  ),
  Softmin: softmax(`${usual} + x_numel`, 'It counts exponentials, additions, divisions and changes of sign as MACs.'),
  ...each(zero(), 'GLU', ...elementwiseModules),
  ...each(zero(), 'glu', 'log_softmax', 'prelu', 'softmax', 'softmin', ...elementwiseFunctions),
};
