import {
  type Cell,
  type Cells,
  type Convention,
  type Count,
  formulasOfCell,
  pathOf,
  type Row,
  same,
  symbolsOfCell,
  zero,
} from '../../convention.ts';
import { type Exact, type ExactTable, exactTable, plus, times } from '../../exact.ts';
import { layers } from '../../layers/index.ts';
import type { Module } from '../../modules.ts';
import { operationClasses } from '../../operations.ts';
import { isLeaf, type LeafCall, type ShapedNetwork } from '../../shapes.ts';
import { bytesOf, numel, type Tensor } from '../../tensor.ts';
import { figures, operations, placeOf, weightFigures } from './figures.ts';
import { CallRow, named } from './row.ts';
import { chargesOf, readWeightBytes, type Weights } from './weights.ts';

const bytes = ({ shape, dtype }: Tensor): Exact => times(numel(shape), bytesOf[dtype]);

const sumOf = (tensors: readonly Tensor[]): Exact => {
  let sum: Exact = 0;
  for (const tensor of tensors) sum = plus(sum, bytes(tensor));
  return sum;
};

/** What a call reads: each of its tensors once, and its weights. */
const readBytes = (call: LeafCall): Exact => {
  const byName = Object.values(call.named);
  const isOne = call.inputs.length === 1 && byName.length === 0;
  return plus(
    sumOf(isOne ? call.inputs : [...new Set([...call.inputs, ...byName])]),
    call.module ? readWeightBytes(call.module) : 0,
  );
};

const ownCells: Cells = Object.fromEntries([...layers.keys()].map((kind) => [kind, same(...operations)]));

const weightColumns = weightFigures.map((name) => ({ name, column: placeOf(name) }));

const setWeights = (table: ExactTable, row: number, weights: Weights): void => {
  for (const { name, column } of weightColumns) table.set(row, column, weights[name]);
};

const columns = {
  flops: placeOf('flops'),
  input: placeOf('memory.input'),
  activations: placeOf('memory.activations'),
  reads: placeOf('memory.reads'),
  writes: placeOf('memory.writes'),
} as const;
const inFlops: ReadonlySet<number> = new Set([placeOf('multiplications'), placeOf('additions')]);

const setCall = (table: ExactTable, row: number, call: LeafCall, cell: Cell): void => {
  const symbols = symbolsOfCell(cell, call);
  let flops: Exact = 0;
  for (const { figure, formula } of formulasOfCell(cell, operations, call)) {
    const column = placeOf(figure);
    const counted = formula.value(symbols);
    table.set(row, column, counted);
    if (inFlops.has(column)) flops = plus(flops, counted);
  }
  table.set(row, columns.flops, flops);
  table.set(row, columns.input, sumOf(call.inputs));
  const { storage } = call;
  if (storage === 'alias') return;
  const written = sumOf(call.outputs);
  if (storage === 'new') table.set(row, columns.activations, written);
  table.set(row, columns.reads, readBytes(call));
  table.set(row, columns.writes, written);
};

/** A module whose weights belong to no call of its own, such as a container's, or one that is never called, still costs them. */
const idleRow = (module: Module, table: ExactTable, row: number): Row => ({
  id: pathOf(module),
  path: pathOf(module),
  kind: module.kind,
  output_shapes: [],
  figures: named(table, row),
  formulas: {},
  symbols: {},
});

const count = (network: ShapedNetwork, cells: Cells = ownCells): Count => {
  const { ofCalls, idle } = chargesOf(network);
  const table = exactTable(network.calls.length + idle.size, figures.length);
  const rows: Row[] = [];
  for (const call of network.calls) {
    if (!isLeaf(call)) continue;
    const weights = ofCalls.get(call.id);
    if (weights) setWeights(table, rows.length, weights);
    setCall(table, rows.length, call, cells[call.definition.kind] ?? zero());
    rows.push(new CallRow(call, cells, table, rows.length));
  }
  for (const [module, weights] of idle) {
    setWeights(table, rows.length, weights);
    rows.push(idleRow(module, table, rows.length));
  }
  const totals = Object.fromEntries(figures.map((name, column) => [name, table.sum(column)]));
  return {
    status: 'counted',
    totals: { ...totals, 'memory.input': BigInt(sumOf(network.inputs)) },
    layers: rows,
    uncounted: [],
  };
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
