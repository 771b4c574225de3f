import {
  type Cells,
  type Convention,
  evaluateCell,
  joined,
  type Prediction,
  pathOf,
  type Row,
  type Traversal,
  unstated,
} from '../../convention.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { rowOf } from '../../tally.ts';
import { graphOf, type Traced } from '../trace/live.ts';
import { operatorsOf } from '../trace/operators.ts';
import { scopeOf, upwards } from '../trace/scopes.ts';
import { asTraced } from '../trace/symbols.ts';
import { raisedOn } from '../trace/untraceable.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { normalization } from './normalization.ts';
import { isUnsupported, ruled } from './operators.ts';
import { pooling } from './pooling.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { tensors } from './tensors.ts';
import { version } from './tool.ts';

const traversal: Traversal = { calls: 'every', shared: 'once', hooks: 'once', functions: true };

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

interface Counted {
  readonly traced: Traced;
  readonly operators: readonly string[];
  readonly row: Row;
  readonly macs: bigint;
}

const countCall = (traced: Traced, cells: Cells): Counted => {
  const call = asTraced(traced);
  const cell = cells[call.definition.kind] as Cells[string];
  const evaluated = evaluateCell(cell, ['macs', ...pieces], call);
  const macs = evaluated.figures.macs as bigint;
  return {
    traced,
    operators: operatorsOf(traced),
    macs,
    row: rowOf({ call, cell, evaluated, times: 1n, timesParams: 0n }, { macs }),
  };
};

/** What a call adds to each operator; the first of its operators with a rule is the one that costs. */
const byOperator = ({ operators, row, macs }: Counted): readonly (readonly [string, bigint])[] => {
  const parts = pieces.filter((piece) => row.formulas[piece]);
  if (parts.length > 0)
    return parts.map((piece) => [
      piece,
      (row.formulas[piece] as NonNullable<Row['formulas'][string]>).evaluate(row.symbols),
    ]);
  const found = operators.find((operator) => ruled.has(operator));
  return found ? [[ruled.get(found) as string, macs]] : [];
};

/** Sums of what is not 0, under their names, in order. */
const summed = (prefix: string, terms: readonly (readonly [string, bigint])[]): Record<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const [name, value] of terms) sums.set(name, (sums.get(name) ?? 0n) + value);
  return Object.fromEntries(
    [...sums]
      .filter(([, sum]) => sum > 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, sum]) => [`${prefix}.${name}`, sum]),
  );
};

/** Sums for each module, by its first path: what runs in its forward, and in those of the modules that it holds. */
const byModule = (network: ShapedNetwork, counted: readonly Counted[]): readonly Readonly<Record<string, string>>[] => {
  const sums = new Map<string, bigint>();
  for (const { traced, macs } of counted) {
    for (const path of upwards(pathOf(scopeOf(traced.call)))) sums.set(path, (sums.get(path) ?? 0n) + macs);
  }
  return network.architecture.modules.map(pathOf).map((path) => ({ path, flops: String(sums.get(path) ?? 0n) }));
};

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const uncounted = unstated(cells, network, traversal.functions);
  const graph = graphOf(network);
  const raised = raisedOn(network, graph, cells);
  if (raised) return raised;
  const known = graph.calls.filter(({ call }) => Object.hasOwn(cells, call.definition.kind));
  const counted = known.map((traced) => countCall(traced, cells));
  const unsupported = counted.flatMap(({ operators }) => operators.filter(isUnsupported));
  return {
    status: 'counted',
    totals: {
      macs: counted.reduce((sum, { macs }) => sum + macs, 0n),
      ...summed('by_operator', counted.flatMap(byOperator)),
      ...summed(
        'unsupported_ops',
        unsupported.map((operator) => [operator, 1n]),
      ),
    },
    layers: counted.map(({ row }) => row),
    statistics: byModule(network, counted),
    uncounted,
  };
};

/** fvcore's `FlopCountAnalysis(model, inputs)`. */
export const fvcore: Convention = {
  name: 'fvcore',
  about:
    'Operators in the graph that torch.jit traces, cut down to what the results need: multiply-accumulates of products, which it calls flops, and a few operations for each element of normalizations and some resampling; it names operators that it has no rule for.',
  tool: { package: 'fvcore', version },
  units: {
    macs: 'multiply-accumulates and what it adds to them; it calls them flops',
    'by_operator.*': 'those of one operator',
    'unsupported_ops.*': 'nodes of an operator that it has no rule for',
  },
  figures: ['macs'],
  traversal,
  cells: ownCells,
  count,
};
