import { type Cells, type Convention, joined, type Prediction, type Traversal, textsOf } from '../../convention.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { raisedIn, rowOf, tally } from '../../tally.ts';
import { countingAsRun, unstated } from '../../wholes.ts';
import { figuresOf } from '../byName.ts';
import { learntAt, totalsOf } from '../ptflops/index.ts';
import { version } from '../ptflops/tool.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { byChild, holdersIn, linesOf, whole } from './children.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { printOf } from './print.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { tensors } from './tensors.ts';

/** It hooks the root's own children. */
const fuses: Traversal['fuses'] = (composite, root) =>
  composite !== root && ![...root.children.values()].includes(composite);

const traversal: Traversal = {
  running: { gradients: true, mode: 'listens' },
  calls: 'every',
  shared: 'once',
  hooks: 'once',
  functions: true,
  fuses,
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
  const holdersAt = holdersIn(network);
  const layers = visits.map((visit) => {
    const times = holdersAt(visit.call).filter((name) => name === whole).length;
    const macs = (visit.evaluated.figures.macs as bigint) * BigInt(times);
    return rowOf(visit, { params: learntAt(visit), macs });
  });
  const macs = layers.reduce((sum, { figures }) => sum + figures.macs, 0n);
  const sums = byChild(
    holdersAt,
    visits.map(({ call, evaluated }) => ({ call, macs: evaluated.figures.macs as bigint })),
  );
  return {
    status: 'counted',
    totals: { ...totalsOf(network, macs), ...figuresOf(sums.get(whole) ?? new Map()) },
    layers,
    uncounted: unstated(cells, network, traversal.functions),
    statistics: linesOf(sums),
    text: printOf(sums, macs),
  };
};

/** ptflops' `get_model_complexity_info(..., backend='aten')`, with what it prints of the network's children. */
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
    'by_operator.*': 'those of one operator of aten',
  },
  leftOut:
    'Its warnings of operators that it takes to cost nothing (verbose=True), and prints in units or with a precision that the caller names.',
  whole: { params: 'trainable' },
  printed: textsOf('params', 'macs'),
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count: countingAsRun(traversal, count),
};
