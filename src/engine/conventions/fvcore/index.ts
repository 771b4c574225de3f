import { type Cells, type Convention, joined, type Prediction, type Traversal } from '../../convention.ts';
import { keepingGradients } from '../../dispatch.ts';
import { type Evaluated, evaluateCell } from '../../evaluate.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { rowOf } from '../../tally.ts';
import { parametersIn } from '../../tree.ts';
import { countingAsRun, unstated } from '../../wholes.ts';
import { type ByOperator, summed } from '../trace/byOperator.ts';
import { graphOf, type Traced } from '../trace/live.ts';
import { operatorsOf } from '../trace/operators.ts';
import { asTraced } from '../trace/symbols.ts';
import { raisedOn } from '../trace/untraceable.ts';
import { activation } from './activation.ts';
import { activationsOf } from './activations.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { byModule, type Counted, parametersOf, total } from './modules.ts';
import { normalization } from './normalization.ts';
import { isUnsupported, ruled } from './operators.ts';
import { parameterTableOf } from './parameterTable.ts';
import { pooling } from './pooling.ts';
import { seenIn } from './printed.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { tableOf } from './table.ts';
import { tensors } from './tensors.ts';
import { version } from './tool.ts';
import { printedIn } from './tree.ts';

const traversal: Traversal = {
  running: keepingGradients,
  calls: 'every',
  shared: 'once',
  hooks: 'once',
  functions: true,
  traces: true,
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

/** Figures of a call that fvcore gives by operator: attention has two, other layers one. */
const pieces = ['linear', 'bmm'] as const;

/** A call's row, and the operators that it runs. */
interface Row extends Counted {
  readonly operators: readonly string[];
  readonly row: ReturnType<typeof rowOf>;
}

/** What a call adds to each operator; the first of its operators with a rule is the one that costs. */
const flopsOf = ({ formulas, symbols, figures }: Evaluated, operators: readonly string[]): ByOperator => {
  const parts = pieces.flatMap((piece): ByOperator => {
    const own = formulas[piece];
    return own ? [[piece, own.evaluate(symbols)]] : [];
  });
  if (parts.length > 0) return parts;
  const found = operators.find((operator) => ruled.has(operator));
  return found ? [[ruled.get(found) as string, figures.macs as bigint]] : [];
};

const countCall = (traced: Traced, cells: Cells): Row => {
  const call = asTraced(traced);
  const cell = cells[call.definition.kind] as Cells[string];
  const evaluated = evaluateCell(cell, ['macs', ...pieces], call);
  const operators = operatorsOf(traced);
  return {
    traced,
    operators,
    flops: flopsOf(evaluated, operators),
    activations: activationsOf(call, operators),
    row: rowOf({ call, cell, evaluated, times: 1n, timesParams: 0n }, { macs: evaluated.figures.macs as bigint }),
  };
};

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const uncounted = unstated(cells, network, traversal.functions);
  const graph = graphOf(network);
  const raised = raisedOn(network, graph, cells);
  if (raised) return raised;
  const known = graph.calls.filter(({ call }) => Object.hasOwn(cells, call.definition.kind));
  const counted = known.map((traced) => countCall(traced, cells));
  const unsupported = counted.flatMap(({ operators }) => operators.filter(isUnsupported));
  const activations = counted.flatMap((one) => one.activations);
  const parameters = parametersOf(network.architecture.root);
  const modules = byModule(network, counted, parameters);
  const flopsBy = new Map(modules.map(({ path, flops }) => [path, BigInt(flops as string)]));
  const seen = seenIn(network, graph, (path) => flopsBy.get(path) ?? 0n);
  const printed = printedIn(network, seen, parameters);
  return {
    status: 'counted',
    totals: {
      params: parametersIn(network.architecture.root),
      macs: counted.reduce((sum, { row }) => sum + (row.figures.macs as bigint), 0n),
      activations: total(activations),
      ...summed(
        'by_operator',
        counted.flatMap(({ flops }) => flops),
      ),
      ...summed('activations_by_operator', activations),
      ...summed(
        'unsupported_ops',
        unsupported.map((operator) => [operator, 1n]),
      ),
    },
    layers: counted.map(({ row }) => row),
    statistics: modules.map((line) => {
      const shown = printed.get(line.path as string);
      return shown === undefined ? line : { ...line, printed: shown };
    }),
    uncounted,
    text: `${tableOf(network, seen, parameters)}\n\n${parameterTableOf(parameters)}`,
  };
};

/** fvcore's `FlopCountAnalysis(model, inputs)`, with the tables of `flop_count_table` and `parameter_count_table`. */
export const fvcore: Convention = {
  name: 'fvcore',
  about:
    'Operators in the graph that torch.jit traces, cut down to what the results need: multiply-accumulates of products, which it calls flops, and a few operations for each element of normalizations and some resampling; it names operators that it has no rule for.',
  tool: { package: 'fvcore', version },
  units: {
    params: 'parameters, as parameter_count gives them',
    macs: 'multiply-accumulates and what it adds to them; it calls them flops',
    activations: 'elements that products return, as ActivationCountAnalysis counts them',
    'by_operator.*': 'those of one operator',
    'activations_by_operator.*': 'those of one operator',
    'unsupported_ops.*': 'nodes of an operator that it has no rule for',
  },
  leftOut:
    'What modules say of themselves in the tree of flop_count_str, whose figures are predicted, and that it raises where None stands under the name of a module; the floats that flop_count and activation_count make of the figures (divided by 1e9 and 1e6), and the operators that its count of activations does not know.',
  whole: { params: 'params' },
  figures: ['macs'],
  traversal,
  cells: ownCells,
  count: countingAsRun(traversal, count),
};
