import type { Module } from '../architecture.ts';
import {
  type Cells,
  type Convention,
  type Count,
  evaluateCell,
  pathOf,
  type Row,
  same,
  sumFigures,
} from '../convention.ts';
import { type FormulaName, operationClasses } from '../layer.ts';
import { layers } from '../layers/index.ts';
import type { OwnTensor } from '../ownTensors.ts';
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
  params: bigint;
  trainable: bigint;
  buffers: bigint;
  'memory.parameters': bigint;
  'memory.buffers': bigint;
}

const none: Readonly<Weights> = {
  params: 0n,
  trainable: 0n,
  buffers: 0n,
  'memory.parameters': 0n,
  'memory.buffers': 0n,
};

/** What the distinct tensors among those given come to, in elements and bytes. */
export const weightsOf = (tensors: Iterable<OwnTensor>): Weights => {
  const sums = { ...none };
  for (const { shape, dtype, buffer, frozen } of new Set(tensors)) {
    const elements = BigInt(numel(shape));
    const bytes = elements * BigInt(bytesOf[dtype]);
    sums[buffer ? 'buffers' : 'params'] += elements;
    sums[buffer ? 'memory.buffers' : 'memory.parameters'] += bytes;
    if (!buffer && !frozen) sums.trainable += elements;
  }
  return sums;
};

/** Weights and buffers that one call reads: all that take part in its arithmetic, not the counter of training steps. */
const weightBytes = ({ definition, options }: LeafCall): bigint =>
  definition.weights(options).reduce((sum, { shape, dtype }) => (dtype ? sum : sum + BigInt(numel(shape)) * 4n), 0n);

const ownCells: Cells = Object.fromEntries([...layers.keys()].map((kind) => [kind, same(...operations)]));

const rowOf = (call: LeafCall, weights: Readonly<Weights>, cells: Cells): Row => {
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

/** A module whose weights belong to no call of its own, such as a container's, or one that is never called, still costs them. */
const idleRow = (module: Module, weights: Readonly<Weights>): Row => ({
  id: pathOf(module),
  path: pathOf(module),
  kind: module.kind,
  output_shapes: [],
  figures: { ...sumFigures([], figures), ...weights },
  formulas: {},
  symbols: {},
});

const count = (network: ShapedNetwork, cells: Cells = ownCells): Count => {
  // Tied tensors are there once: the first module that has one is charged with it.
  const counted = new Set<OwnTensor>();
  const charge = (module: Module): Readonly<Weights> => {
    const fresh = [...module.tensors.values()].filter((tensor) => !counted.has(tensor));
    for (const tensor of fresh) counted.add(tensor);
    return fresh.length > 0 ? weightsOf(fresh) : none;
  };
  const rows: Row[] = [];
  for (const call of network.calls)
    if (isLeaf(call)) rows.push(rowOf(call, call.module ? charge(call.module) : none, cells));
  for (const module of network.architecture.modules) {
    const weights = charge(module);
    if (weights !== none) rows.push(idleRow(module, weights));
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
