import {
  type Cells,
  type Convention,
  joined,
  type Prediction,
  type Row,
  type Traversal,
  textsOf,
} from '../../convention.ts';
import { symbolsOfCell } from '../../evaluate.ts';
import { mayBeNested, type ShapedNetwork } from '../../shapes.ts';
import { bytesOf, numel } from '../../tensor.ts';
import { unstated } from '../../wholes.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { type Entry, leftovers, nameOf } from './entry.ts';
import { listOf, runsOf } from './list.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { list, type Sums, shown, textOf } from './print.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { source, version } from './tool.ts';
import { misses } from './weights.ts';

const traversal: Traversal = {
  calls: 'every',
  shared: 'once',
  hooks: 'once',
  functions: false,
  containers: 'what is left',
};

const ownCells = joined(activation, arrangement, attention, convolution, normalization, pooling, recurrent, sparse);

/** Bytes that Python says the memory of a tensor takes beside the tensor's own. */
const overhead = 64n;

const most = (value: bigint): bigint => (value > 0n ? value : 0n);

/** What each line adds to the totals. */
const figuresOf = (entry: Entry, left: (entry: Entry) => bigint, leftTrainable: (entry: Entry) => bigint) => {
  const { isLeaf, isRecursive, parameters, multAdds, outputBytes } = entry;
  const isNew = !isRecursive;
  return {
    params: isNew ? (isLeaf ? parameters.count : most(left(entry))) : 0n,
    trainable: isNew ? (isLeaf ? parameters.trainable : most(leftTrainable(entry))) : 0n,
    mult_adds: multAdds,
    // Twice, for the gradients.
    output_bytes: isLeaf && parameters.count > 0n ? 2n * outputBytes : 0n,
    param_bytes: isLeaf && isNew ? parameters.bytes : 0n,
  };
};

const rowOf = (entry: Entry, figures: ReturnType<typeof figuresOf>, cells: Cells): Row => {
  const { module, call, size, isRecursive, parameters } = entry;
  const cell = cells[module.kind];
  const isFormula = cell?.type === 'formulas' && call !== undefined;
  return {
    id: nameOf(entry),
    path: module.path,
    kind: module.kind,
    output_shapes: size.length > 0 ? [size] : [],
    figures: {
      ...figures,
      num_params: String(parameters.count),
      output_shape: list(size),
      recursive: isRecursive ? 'True' : 'False',
    },
    formulas: isFormula ? cell.figures : {},
    symbols: isFormula ? symbolsOfCell(cell, call) : {},
    reason: cell?.type === 'same' ? undefined : cell?.reason,
  };
};

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const runs = runsOf(network);
  if (runs.some(({ module, result }) => misses(module, result?.shape ?? [])))
    return {
      status: 'raises',
      error: 'RuntimeError',
      because: 'It multiplies a weight or bias by the first size of what a module returns, which has none.',
      source,
    };
  // It keeps no gradients, so that PyTorch takes nested tensors wherever it has them.
  if (network.calls.some(mayBeNested))
    return {
      status: 'raises',
      error: 'RuntimeError',
      because: 'It reads the sizes of a nested tensor, which has none.',
      source,
    };
  const entries = listOf(network, runs, cells);
  const left = leftovers('count');
  const leftTrainable = leftovers('trainable');
  const figures = entries.map((entry) => figuresOf(entry, left, leftTrainable));
  const sum = (name: keyof (typeof figures)[number]): bigint => figures.reduce((total, one) => total + one[name], 0n);
  const sums: Sums = {
    params: sum('params'),
    trainable: sum('trainable'),
    mult_adds: sum('mult_adds'),
    input: network.inputs.reduce(
      (total, { shape, dtype }) => total + BigInt(numel(shape)) * BigInt(bytesOf[dtype]) + overhead,
      0n,
    ),
    output_bytes: sum('output_bytes'),
    param_bytes: sum('param_bytes'),
  };
  return {
    status: 'counted',
    totals: { ...sums, ...shown(sums) },
    layers: entries.map((entry, index) => rowOf(entry, figures[index] as (typeof figures)[number], cells)),
    uncounted: unstated(cells, network, traversal.functions),
    text: textOf(entries, sums, left),
  };
};

/** torchinfo's `summary(model, input_data=inputs)`. */
export const torchinfo: Convention = {
  name: 'torchinfo',
  about:
    'A line for each call of a module; parameters of layers at their first call, and of containers what is in none of their lines; for each layer its weights and biases times the first size of the output, of a class with Conv in its name times all but the second.',
  tool: { package: 'torchinfo', version },
  units: {
    params: 'parameters; those of a module under several containers may count again',
    trainable: 'those that are learnt',
    mult_adds: 'weights and biases times sizes of the output, called mult-adds',
    input: 'bytes, and 64 more for each input',
    output_bytes: 'bytes of the outputs of layers with parameters, twice',
    param_bytes: 'bytes of the parameters of called layers',
    mult_adds_string: 'as printed, in millions or more',
    input_mb: 'MB, as printed',
    forward_backward_mb: 'MB, as printed',
    params_mb: 'MB, as printed',
    total_mb: 'MB, as printed',
  },
  printed: textsOf('mult_adds'),
  figures: ['params', 'trainable', 'mult_adds', 'output_bytes', 'param_bytes'],
  traversal,
  cells: ownCells,
  count,
};
