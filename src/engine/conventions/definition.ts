import type { Module } from '../architecture.ts';
import {
  type Cells,
  type Convention,
  type Count,
  evaluateCell,
  parameters,
  pathOf,
  type Row,
  same,
  sumFigures,
  trainableParameters,
} from '../convention.ts';
import { type FormulaName, operationClasses } from '../layer.ts';
import { layers } from '../layers/index.ts';
import { isLeaf, type LeafCall, type ShapedNetwork } from '../shapes.ts';
import { bytesOf, numel, type Tensor } from '../tensor.ts';

const operations: readonly FormulaName[] = ['macs', ...operationClasses];
const memory = [
  'memory.parameters',
  'memory.buffers',
  'memory.input',
  'memory.activations',
  'memory.reads',
  'memory.writes',
] as const;
const figures = ['params', 'trainable', 'buffers', 'macs', 'flops', ...operationClasses, ...memory];

const bytes = ({ shape, dtype }: Tensor): bigint => BigInt(numel(shape)) * BigInt(bytesOf[dtype]);
const sumOf = (tensors: readonly Tensor[]): bigint => tensors.reduce((sum, each) => sum + bytes(each), 0n);

interface Weights {
  readonly params: bigint;
  readonly trainable: bigint;
  readonly buffers: bigint;
  readonly 'memory.parameters': bigint;
  readonly 'memory.buffers': bigint;
}

const none: Weights = { params: 0n, trainable: 0n, buffers: 0n, 'memory.parameters': 0n, 'memory.buffers': 0n };

const weightsOf = (module: Module): Weights => {
  if (!module.definition) return none;
  const params = parameters(module);
  let buffers = 0n;
  let bufferBytes = 0n;
  for (const { shape, buffer, dtype } of module.definition.weights(module.options)) {
    if (!buffer) continue;
    buffers += BigInt(numel(shape));
    bufferBytes += BigInt(numel(shape)) * BigInt(bytesOf[dtype ?? 'float32']);
  }
  return {
    params,
    trainable: trainableParameters(module),
    buffers,
    'memory.parameters': params * 4n,
    'memory.buffers': bufferBytes,
  };
};

/** Weights and buffers that one call reads: all that take part in its arithmetic, not the counter of training steps. */
const weightBytes = ({ definition, options }: LeafCall): bigint =>
  definition.weights(options).reduce((sum, { shape, dtype }) => (dtype ? sum : sum + BigInt(numel(shape)) * 4n), 0n);

const ownCells: Cells = Object.fromEntries([...layers.keys()].map((kind) => [kind, same(...operations)]));

const rowOf = (call: LeafCall, weights: Weights, cells: Cells): Row => {
  const { figures: counted, formulas, symbols } = evaluateCell(cells[call.definition.kind], operations, call);
  const moves = call.storage !== 'alias';
  const { params } = call.definition.formulas;
  const depends = call.definition.depends(call.options);
  return {
    id: call.id,
    path: call.module ? pathOf(call.module) : '',
    kind: call.definition.kind,
    output_shapes: call.outputs.map(({ shape }) => shape),
    figures: {
      ...weights,
      ...counted,
      flops: (counted.multiplications as bigint) + (counted.additions as bigint),
      'memory.input': sumOf(call.inputs),
      'memory.activations': call.storage === 'new' ? sumOf(call.outputs) : 0n,
      'memory.reads': moves
        ? sumOf([...new Set([...call.inputs, ...Object.values(call.named)])]) + weightBytes(call)
        : 0n,
      'memory.writes': moves ? sumOf(call.outputs) : 0n,
    },
    formulas: params ? { params, ...formulas } : formulas,
    symbols,
    ...(depends ? { depends } : {}),
  };
};

/** A module that has weights but is never called still costs its parameters. */
const idleRow = (module: Module): Row => ({
  id: pathOf(module),
  path: pathOf(module),
  kind: module.kind,
  output_shapes: [],
  figures: { ...sumFigures([], figures), ...weightsOf(module) },
  formulas: {},
  symbols: {},
});

const count = (network: ShapedNetwork, cells: Cells = ownCells): Count => {
  const counted = new Set<Module>();
  const rows: Row[] = [];
  for (const call of network.calls) {
    if (!isLeaf(call)) continue;
    const isFirst = call.module !== undefined && !counted.has(call.module);
    if (call.module) counted.add(call.module);
    rows.push(rowOf(call, isFirst ? weightsOf(call.module as Module) : none, cells));
  }
  for (const module of network.architecture.modules) {
    if (module.definition && !counted.has(module) && weightsOf(module) !== none) rows.push(idleRow(module));
  }
  const totals = { ...sumFigures(rows, figures), 'memory.input': sumOf(network.inputs) };
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
  },
  figures,
  traversal: { calls: 'every', shared: 'once', hooks: 'once', functions: true },
  cells: ownCells,
  count,
};
