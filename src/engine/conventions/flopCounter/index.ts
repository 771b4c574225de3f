import { type Cells, type Convention, joined, type Prediction, type Traversal } from '../../convention.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { raisedIn, rowOf, tally } from '../../tally.ts';
import { countingAsRun, sumFigures, unstated } from '../../wholes.ts';
import { figuresOf } from '../byName.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { byModule, linesOf } from './modules.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { tableOf } from './table.ts';
import { tensors } from './tensors.ts';
import { version } from './tool.ts';

const traversal: Traversal = {
  running: { gradients: true, mode: 'decomposes' },
  calls: 'every',
  shared: 'once',
  hooks: 'once',
  functions: true,
  fuses: () => true,
};

const ownCells = joined(
  activation,
  arrangement,
  attention,
  convolution,
  elementwise,
  normalization,
  pooling,
  products,
  recurrent,
  sparse,
  tensors,
);

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const visits = tally(network, cells, ['macs'], traversal);
  const raised = raisedIn(visits);
  if (raised) return raised;
  const layers = visits.map((visit) => {
    const macs = visit.evaluated.figures.macs as bigint;
    return rowOf(visit, { macs, flops: 2n * macs });
  });
  const totals = sumFigures(layers, ['macs', 'flops']);
  const sums = byModule(
    network,
    visits.map(({ call, evaluated }) => ({ call, macs: evaluated.figures.macs as bigint })),
  );
  // The root runs all that is counted.
  const operators = sums.get(network.architecture.root.className) ?? new Map();
  return {
    status: 'counted',
    totals: {
      ...totals,
      ...figuresOf(operators),
    },
    layers,
    uncounted: unstated(cells, network, traversal.functions),
    statistics: linesOf(sums),
    text: tableOf(sums, totals.flops as bigint),
  };
};

/** PyTorch's `with FlopCounterMode() as counter: model(*inputs)`, with the table that `counter.get_table()` gives. */
export const flopCounter: Convention = {
  name: 'flop-counter',
  about:
    'Operators as torch dispatches them on a CPU: two FLOPs for each multiply-accumulate of matrix products, convolutions and attention, without biases; everything else counts nothing.',
  tool: { package: 'torch', version },
  units: {
    macs: 'multiply-accumulates, half of its FLOPs',
    flops: 'FLOPs, two for each multiply-accumulate',
    'by_operator.*': 'those of one operator of aten',
  },
  derived: {
    flops: {
      of: 'macs',
      times: 2n,
      because: 'It counts two FLOPs for each multiply-accumulate, and nothing of what is no product.',
    },
  },
  figures: ['macs', 'flops'],
  traversal,
  cells: ownCells,
  count: countingAsRun(traversal, count),
};
