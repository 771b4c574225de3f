import {
  type Cells,
  type Convention,
  departs,
  parameters,
  same,
  sumFigures,
  type Traversal,
  unstated,
  zero,
} from '../convention.ts';
import type { ShapedNetwork } from '../shapes.ts';
import { rowOf, tally } from '../tally.ts';

const version = '0.1.1.post2209072238';
const hooks = `thop ${version}, thop/vision/basic_hooks.py and calc_func.py`;

const traversal: Traversal = { calls: 'every', shared: 'each path', hooks: 'each path', functions: false };

const ownCells: Cells = {
  AdaptiveAvgPool2d: departs(
    { macs: '(1 * (H / Hout) * (W / Wout) + 1) * y_numel' },
    {
      because:
        'It counts additions and one division of an average window H/Hout * W/Wout as MACs, in floats cut off at the end; true windows overlap, and nothing is multiplied.',
      source: hooks,
    },
    { float: true },
  ),
  AvgPool2d: departs(
    { macs: 'y_numel' },
    {
      because: 'It counts one operation for each output as a MAC, whatever the window; nothing is multiplied.',
      source: hooks,
    },
  ),
  BatchNorm1d: departs(
    { macs: '2 * x_numel * (1 + affine)' },
    { because: 'It counts elementwise arithmetic as MACs.', source: hooks },
  ),
  BatchNorm2d: departs(
    { macs: '2 * x_numel * (1 + affine)' },
    { because: 'It counts elementwise arithmetic as MACs.', source: hooks },
  ),
  Conv1d: same('macs'),
  Conv2d: same('macs'),
  Dropout: zero(),
  Flatten: zero(),
  Linear: same('macs'),
  LSTM: departs(
    {
      macs: 'T * N * D * (4 * (H * (I + H) + H + 2 * H * bias) + 4 * H + (L - 1) * (4 * (H * (D * H + H) + H + 2 * H * bias) + 4 * H))',
    },
    {
      because:
        'For each step it adds elementwise arithmetic and biases (two for each of H) to the products, and it does not know proj_size.',
      source: `thop ${version}, thop/rnn_hooks.py`,
    },
  ),
  MaxPool2d: zero(),
  ReLU: zero(),
};

const count = (network: ShapedNetwork, cells: Cells = ownCells) => {
  const { root } = network.architecture;
  const layers = tally(network, cells, ['macs'], traversal).map((visit) => {
    const { module } = visit.call;
    // The sum starts from the root with its operations but without its parameters.
    const params = module && module !== root ? parameters(module) * visit.timesParams : 0n;
    return rowOf(visit, { params, macs: (visit.evaluated.figures.macs as bigint) * visit.times });
  });
  return {
    status: 'counted',
    totals: sumFigures(layers, ['params', 'macs']),
    layers,
    uncounted: unstated(cells, network, traversal.functions),
  } as const;
};

/** thop's `profile(model, inputs)`. */
export const thop: Convention = {
  name: 'thop',
  about:
    'Hooks on known leaf modules; MACs of products mixed with elementwise operations; functions and unknown modules count nothing; a module under several parents counts once for each path, its hooks as often again.',
  tool: { package: 'thop', version },
  units: { params: 'parameters of called, known modules', macs: 'MACs, as thop calls its mixture' },
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count,
};
