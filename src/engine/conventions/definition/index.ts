import { type Cells, type Convention, type Count, type Row, same } from '../../convention.ts';
import type { Sparse } from '../../exact.ts';
import { layers } from '../../layers/index.ts';
import type { Module } from '../../modules.ts';
import { operationClasses } from '../../operations.ts';
import { isLeaf, type ShapedNetwork } from '../../shapes.ts';
import { costOf, sumOf } from './cost.ts';
import { figures, namedFigures, namedSums, operations } from './figures.ts';
import { peakOf } from './peak.ts';
import { CallRow } from './row.ts';
import { chargesOf } from './weights.ts';

const ownCells: Cells = Object.fromEntries([...layers.keys()].map((kind) => [kind, same(...operations)]));

/** A module whose weights belong to no call of its own, such as a container's, or one that is never called, still costs them. */
const idleRow = (module: Module, weights: Sparse): Row => ({
  id: module.path,
  path: module.path,
  kind: module.kind,
  output_shapes: [],
  figures: namedFigures(weights),
  formulas: {},
  symbols: {},
});

const count = (network: ShapedNetwork, cells: Cells = ownCells): Count => {
  const { ofCalls, idle, sums: ofWeights } = chargesOf(network);
  const sums = ofWeights.copy();
  const rows: Row[] = [];
  for (const call of network.calls) {
    if (!isLeaf(call)) continue;
    const cost = costOf(call, cells);
    sums.add(cost.row);
    rows.push(new CallRow(call, cost, ofCalls[rows.length]));
  }
  for (const [module, weights] of idle) rows.push(idleRow(module, weights));
  const totals = namedSums(sums);
  totals['memory.input'] = BigInt(sumOf(network.inputs));
  totals['memory.peak'] = peakOf(network);
  return { status: 'counted', totals, layers: rows, uncounted: [] };
};

/** What is true: elements of the unique weights, and what a naive loop over each layer's equation executes. */
export const definition: Convention = {
  name: 'definition',
  about:
    'What is true: elements of unique weights, and the operations of a naive loop over each equation, zero padding included; one forward pass in evaluation mode.',
  tool: undefined,
  units: {
    params: 'elements of unique parameters',
    trainable: 'elements of unique parameters that are learnt',
    buffers: 'elements of buffers',
    macs: 'multiply-accumulates',
    flops: 'multiplications and additions',
    ...Object.fromEntries(operationClasses.map((name) => [name, name.replace('_', ' ')])),
    'memory.parameters': 'bytes of parameters',
    'memory.buffers': 'bytes of buffers',
    'memory.input': 'bytes of the inputs',
    'memory.activations': 'bytes of all results that take new memory',
    'memory.reads': 'bytes read at least once by each call: inputs and weights',
    'memory.writes': 'bytes written by each call: outputs',
    'memory.peak': 'bytes of the results that are alive at once, at most',
  },
  figures,
  traversal: { calls: 'every', shared: 'once', hooks: 'once', functions: true },
  cells: ownCells,
  count,
};
