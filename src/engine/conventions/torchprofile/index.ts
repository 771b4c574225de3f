import { type Cell, type Cells, type Convention, joined, type Prediction, type Traversal } from '../../convention.ts';
import { keepingGradients } from '../../dispatch.ts';
import { evaluateCell } from '../../evaluate.ts';
import { isFused, type ShapedNetwork } from '../../shapes.ts';
import { rowOf } from '../../tally.ts';
import { countingAsRun, sumFigures, unstated } from '../../wholes.ts';
import { summed } from '../trace/byOperator.ts';
import { graphOf, type Traced } from '../trace/live.ts';
import { operatorsOf } from '../trace/operators.ts';
import { asTraced } from '../trace/symbols.ts';
import { raisedOn } from '../trace/untraceable.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { normalization } from './normalization.ts';
import { byOperator, pieces } from './operators.ts';
import { pooling } from './pooling.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { tensors } from './tensors.ts';
import { version } from './tool.ts';

const traversal: Traversal = {
  running: keepingGradients,
  calls: 'every',
  shared: 'once',
  hooks: 'once',
  functions: true,
  traces: true,
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

const countCall = (traced: Traced, cell: Cell) => {
  const call = asTraced(traced);
  const evaluated = evaluateCell(cell, ['macs', ...pieces], call);
  return {
    row: rowOf({ call, cell, evaluated, times: 1n, timesParams: 0n }, { macs: evaluated.figures.macs as bigint }),
    byOperator: byOperator(evaluated.figures, operatorsOf(traced)),
  };
};

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const { calls, ...traced } = graphOf(network);
  // It attaches no hooks, so that what torch has one kernel for is one operator, of which it knows nothing.
  const graph = { ...traced, calls: calls.filter(({ call }) => !isFused(call)) };
  const raised = raisedOn(network, graph, cells);
  if (raised) return raised;
  const counted = graph.calls.flatMap((traced) => {
    const { kind } = traced.call.definition;
    return Object.hasOwn(cells, kind) ? [countCall(traced, cells[kind] as Cell)] : [];
  });
  const layers = counted.map(({ row }) => row);
  return {
    status: 'counted',
    totals: {
      ...sumFigures(layers, ['macs']),
      ...summed(
        'by_operator',
        counted.flatMap((one) => one.byOperator),
      ),
    },
    layers,
    uncounted: unstated(cells, network, traversal.functions),
  };
};

/** torchprofile's `profile_macs(model, inputs)`. */
export const torchprofile: Convention = {
  name: 'torchprofile',
  about:
    'Operators in the graph that torch.jit traces, cut down to what the results need: multiply-accumulates of products, one for each element of some others, and products of sizes.',
  tool: { package: 'torchprofile', version },
  units: { macs: 'MACs, as torchprofile calls its mixture', 'by_operator.*': 'those of one operator' },
  leftOut:
    'Which node of the graph has which part of what its operator counts (reduction=None), and the warnings of operators that it has no handler for.',
  figures: ['macs'],
  traversal,
  cells: ownCells,
  count: countingAsRun(traversal, count),
};
