import { type Cells, type Convention, departs, type Traversal, unstated, zero } from '../convention.ts';
import type { LeafCall, ShapedNetwork } from '../shapes.ts';
import { rowOf, tally } from '../tally.ts';
import { isContiguous } from '../tensor.ts';
import { learntAt, totalsOf, version } from './ptflops.ts';

const source = `ptflops ${version}, ptflops/aten_ops.py`;

const traversal: Traversal = { calls: 'every', shared: 'once', hooks: 'once', functions: true };

const convolution = departs(
  { macs: 'y_numel * (Cin / g) * window + y_numel * bias' },
  { because: 'It adds one for each output to the MACs where there is a bias.', source },
  { symbols: ({ symbols }) => ({ window: Number(symbols.K0) * Number(symbols.K1 ?? 1) }) },
);

/** Whether torch computes the layer with one addmm, which alone has a bias to count. */
const fused = ({ inputs: [input] }: LeafCall) => ({ fused: input.shape.length === 2 || isContiguous(input) ? 1 : 0 });

/** Whether the input, looked at with its steps first, lies in that order in memory. */
const stepsFirst = ({ symbols, inputs: [{ shape, dtype, strides }] }: LeafCall): number => {
  const order = Number(symbols.batch_first) === 1 ? [1, 0, 2] : [0, 1, 2];
  const pick = (list: readonly number[]) => order.map((dimension) => list[dimension] as number);
  return isContiguous({ shape: pick(shape), dtype, strides: pick(strides) }) ? 1 : 0;
};

const ownCells: Cells = {
  AdaptiveAvgPool2d: zero(),
  AvgPool2d: zero(),
  BatchNorm1d: zero(),
  BatchNorm2d: zero(),
  Conv1d: convolution,
  Conv2d: convolution,
  Dropout: zero(),
  Flatten: zero(),
  Linear: departs(
    { macs: 'F * Cin * Cout + F * Cout * bias * fused' },
    {
      because:
        'It adds one for each output to the MACs where there is a bias and torch dispatches to addmm; for inputs that are not contiguous torch adds the bias separately, which is not counted.',
      source,
    },
    { symbols: fused },
  ),
  LSTM: departs(
    {
      macs: 'projected * T * N * (D * (first + 8 * H * bias) + (L - 1) * D * (later + 8 * H * bias) - D * 4 * H * bias * (1 - steps_first))',
    },
    {
      because:
        'On a CPU torch runs an LSTM without projection as one oneDNN kernel, which counts nothing; with a projection it is dispatched to addmm, whose biases are added to the MACs.',
      source,
    },
    { symbols: (call) => ({ projected: Number(call.symbols.P) > 0 ? 1 : 0, steps_first: stepsFirst(call) }) },
  ),
  MaxPool2d: zero(),
  ReLU: zero(),
  add: zero(),
  cat: zero(),
  flatten: zero(),
  relu: zero(),
  view: zero(),
};

const count = (network: ShapedNetwork, cells: Cells = ownCells) => {
  const layers = tally(network, cells, ['macs'], traversal).map((visit) =>
    rowOf(visit, { params: learntAt(visit), macs: visit.evaluated.figures.macs as bigint }),
  );
  const macs = layers.reduce((sum, { figures }) => sum + figures.macs, 0n);
  return {
    status: 'counted',
    totals: totalsOf(network, macs),
    layers,
    uncounted: unstated(cells, network, traversal.functions),
  } as const;
};

/** ptflops' `get_model_complexity_info(..., backend='aten')`. */
export const ptflopsAten: Convention = {
  name: 'ptflops-aten',
  about:
    'Operators as torch dispatches them on a CPU: products and the biases that ride along, for the whole batch; frozen parameters are left out.',
  tool: { package: 'ptflops', version },
  units: {
    params: 'parameters that are learnt',
    macs: 'MACs and fused biases',
    params_string: 'as printed',
    macs_string: 'as printed',
  },
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count,
};
