import {
  type Cells,
  type Convention,
  joined,
  type Prediction,
  type Row,
  type Traversal,
  textsOf,
} from '../../convention.ts';
import { keepingGradients } from '../../dispatch.ts';
import { evaluateCell } from '../../evaluate.ts';
import type { Module } from '../../modules.ts';
import { parameters } from '../../parameters.ts';
import { positional } from '../../positional.ts';
import { commas, fixed, repr, rint } from '../../pythonFormat.ts';
import { type Arrival, isFused, isLeaf, type ShapedCall, type ShapedNetwork } from '../../shapes.ts';
import { shapeOfResult } from '../../structure.ts';
import { raisedAt } from '../../tally.ts';
import { numel } from '../../tensor.ts';
import { errorOf, runOnOwnInputs, sumFigures, unstatedWhereNotShaped } from '../../wholes.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { tensors } from './tensors.ts';
import { file, tupleReturned, version } from './tool.ts';
import { type Moved, totalRow } from './totalRow.ts';

/** It runs one sample and keeps what the last call of each leaf left behind. */
const traversal: Traversal = {
  running: keepingGradients,
  batch: 1,
  calls: 'last',
  shared: 'once',
  hooks: 'once',
  functions: false,
};

const figures = ['madd', 'flops', 'mem_read', 'mem_write'];

const ownCells = joined(
  activation,
  arrangement,
  attention,
  convolution,
  elementwise,
  normalization,
  pooling,
  recurrent,
  sparse,
  tensors,
);

/** Layers for which torchstat asserts a number of dimensions. */
const asserted: Readonly<Record<string, number>> = {
  AvgPool2d: 4,
  BatchNorm2d: 4,
  Bilinear: 2,
  Conv2d: 4,
  ConvTranspose2d: 4,
  Linear: 2,
  MaxPool2d: 4,
};

/** Classes that inherit from another that torchstat patches as well. */
const inherits: Readonly<Record<string, string>> = {
  ReLU6: 'Hardtanh',
  UpsamplingBilinear2d: 'Upsample',
  UpsamplingNearest2d: 'Upsample',
  ZeroPad1d: 'ConstantPad1d',
  ZeroPad2d: 'ConstantPad2d',
  ZeroPad3d: 'ConstantPad3d',
};

/** A class: a kind's own, or one derived from it. */
const classOf = ({ kind, className, isSubclass }: Module): string => (isSubclass ? `${kind} ${className}` : kind);

const ancestorsOf = ({ kind, isSubclass }: Module): string[] => {
  const ancestors = isSubclass ? [kind] : [];
  for (let base = inherits[kind]; base !== undefined; base = inherits[base]) ancestors.push(base);
  return ancestors;
};

/** Classes that are patched after one that they inherit from, with that one: their original is its patch. */
const patchedLate = (leaves: readonly Module[]): ReadonlyMap<string, string> => {
  const patched = new Set<string>();
  const late = new Map<string, string>();
  for (const leaf of leaves) {
    const name = classOf(leaf);
    const base = patched.has(name) ? undefined : ancestorsOf(leaf).find((ancestor) => patched.has(ancestor));
    if (base) late.set(name, base);
    patched.add(name);
  }
  return late;
};

const raises = (error: string, because: string, name: string): Prediction => ({
  status: 'raises',
  error,
  because,
  source: file(name),
});

/** Modules without children, in the order of `named_modules()`: torchstat's rows. */
const leavesOf = (network: ShapedNetwork): Module[] =>
  network.architecture.modules.filter(({ children }) => children.size === 0);

/** NumPy's float32 sum of a column: eight running sums joined in pairs, halved first where there are more than 128. */
const sumFloat32 = (column: readonly number[]): number => {
  const f = Math.fround;
  if (column.length < 8) return column.reduce((sum, value) => f(sum + value), 0);
  if (column.length > 128) {
    let half = Math.floor(column.length / 2);
    half -= half % 8;
    return f(sumFloat32(column.slice(0, half)) + sumFloat32(column.slice(half)));
  }
  const runs = column.slice(0, 8);
  const whole = column.length - (column.length % 8);
  for (let index = 8; index < whole; index++)
    runs[index % 8] = f((runs[index % 8] as number) + (column[index] as number));
  const [a, b, c, d, e, g, h, i] = runs as [number, number, number, number, number, number, number, number];
  const joined = f(f(f(a + b) + f(c + d)) + f(f(e + g) + f(h + i)));
  return column.slice(whole).reduce((sum, value) => f(sum + value), joined);
};

/** Its way to print a large number: two digits by NumPy's rounding, which is not Python's. */
const short = (value: number, base: 1000 | 1024): string => {
  for (const [power, unit] of [
    [4, 'T'],
    [3, 'G'],
    [2, 'M'],
    [1, 'K'],
  ] as const) {
    const size = base ** power;
    if (Math.floor(value / size) > 0) return `${repr(rint((value / size) * 100) / 100)}${unit}`;
  }
  return String(value);
};

/** A root without modules of its own is a leaf, too: its call is the network's. */
const rootCall = ({ architecture, inputs, outputs }: ShapedNetwork): ShapedCall => ({
  id: '',
  module: architecture.root,
  options: {},
  spelling: undefined,
  inputs,
  named: {},
  outputs,
  returns: undefined,
  within: architecture.root,
  definition: undefined,
  body: architecture.calls,
  results: architecture.outputs,
});

interface Leaf {
  readonly row: Row;
  readonly memory: number;
}

const leafOf = (module: Module, call: ShapedCall | undefined, cells: Cells): Leaf => {
  const evaluated = call && isLeaf(call) ? evaluateCell(cells[call.definition.kind], figures, call) : undefined;
  const values = evaluated?.figures ?? sumFigures([], figures);
  const output = call?.outputs[0];
  const memory = Math.fround(output ? (numel(output.shape.slice(1)) * 4) / 1024 ** 2 : 0);
  const cell = cells[module.kind];
  return {
    memory,
    row: {
      id: module.path,
      path: module.path,
      kind: module.kind,
      output_shapes: call ? call.outputs.map(({ shape }) => shape.slice(1)) : [],
      figures: {
        params: call ? parameters(module) : 0n,
        ...values,
        // Bytes are kept in NumPy's int32, which wraps around silently.
        mem_read: BigInt.asIntN(32, values.mem_read as bigint),
        mem_write: BigInt.asIntN(32, values.mem_write as bigint),
        memory_mb: repr(memory),
      },
      formulas: evaluated?.formulas ?? {},
      symbols: evaluated?.symbols ?? {},
      reason: cell && cell.type !== 'same' ? cell.reason : undefined,
    },
  };
};

/** What its patch raises before it runs the leaf. */
const raisedBefore = (
  { module, inputs, takes }: Pick<Arrival, 'module' | 'inputs' | 'takes'>,
  late: ReadonlyMap<string, string>,
): Prediction | undefined => {
  if (takes?.args.length === 0)
    return raises(
      'IndexError',
      'It takes the first positional argument, and a leaf is given names alone.',
      'model_hook',
    );
  if (takes && typeof takes.args[0] !== 'number')
    return raises('AttributeError', 'It detaches the first argument of a leaf, which is no tensor.', 'model_hook');
  if (inputs[0]?.dtype === 'bfloat16')
    return raises('TypeError', 'It gives the input of a leaf to NumPy, which has no bfloat16.', 'model_hook');
  const base = module && late.get(classOf(module));
  if (base)
    return raises(
      'RecursionError',
      `It patches ${module.className} after ${base}, whose patch it then takes for the original.`,
      'model_hook',
    );
  return undefined;
};

const count = (given: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const [first, ...others] = given.inputs;
  if (first.shape.length !== 4) {
    return raises('AssertionError', 'It takes an input of three dimensions behind the batch.', 'statistics');
  }
  if (others.length > 0) {
    return raises('TypeError', 'It gives the network one input, and the network takes more.', 'model_hook');
  }
  const run = runOnOwnInputs(given.architecture, traversal);
  const { network, finished, begun, refusal } = run;
  const leaves = leavesOf(given);
  const isRow = new Set(leaves);
  const late = patchedLate(leaves);
  const last = new Map<Module, ShapedCall>();
  for (const call of finished) {
    const { module } = call;
    // A composite that learns nothing is computed in one kernel, without its parts.
    if (!module || !isRow.has(module) || isFused(call)) continue;
    const early = raisedBefore(call, late);
    if (early) return early;
    if (shapeOfResult(call.returns, call.outputs.length) !== 'tensor')
      return raises('AttributeError', tupleReturned, 'model_hook');
    const raised = isLeaf(call) && Object.hasOwn(cells, module.kind) ? raisedAt(call, cells[module.kind]) : undefined;
    if (raised) return raised;
    const isKnown = cells[module.kind]?.type === 'formulas';
    if (isLeaf(call) && isKnown && call.definition.arity === 1 && positional(call) > 1)
      return raises(
        'AttributeError',
        'It takes the size of the tuple of all arguments that stand in order, which has none.',
        'model_hook',
      );
    const rank = asserted[module.kind];
    if (rank !== undefined && call.inputs[0].shape.length !== rank) {
      return raises('AssertionError', `It asserts ${rank} dimensions for ${module.kind}.`, 'compute_flops');
    }
    last.set(module, call);
  }
  for (const call of begun) {
    const early = call.module && isRow.has(call.module) && raisedBefore(call, late);
    if (early) return early;
  }
  if (!network) {
    const unstated = unstatedWhereNotShaped(run);
    if (unstated) return unstated;
    return raises(
      errorOf(refusal),
      'It runs one sample of random float32 numbers, whatever the input, and the network cannot take it.',
      'model_hook',
    );
  }
  const { root } = given.architecture;
  if (isRow.has(root) && !root.definition) {
    if (shapeOfResult(given.architecture.json.returns, network.outputs.length) !== 'tensor')
      return raises('AttributeError', tupleReturned, 'model_hook');
    last.set(root, rootCall(network));
  }
  const counted = leaves.map((module) => leafOf(module, last.get(module), cells));
  const rows = counted.map(({ row }) => row);
  const { params, madd, flops, mem_read, mem_write } = sumFigures(rows, ['params', ...figures]) as Record<
    string,
    bigint
  >;
  const moved = (mem_read as bigint) + (mem_write as bigint);
  const memory = fixed(sumFloat32(counted.map((leaf) => leaf.memory)), 2);
  const printed = {
    params_string: commas(params as bigint),
    memory_string: `${memory}MB`,
    madd_string: `${short(Number(madd), 1000)}MAdd`,
    flops_string: `${short(Number(flops), 1000)}Flops`,
    mem_read_write_string: `${short(Number(moved), 1024)}B`,
  };
  return {
    status: 'counted',
    totals: {
      params: params as bigint,
      madd: madd as bigint,
      flops: flops as bigint,
      mem_read_write: moved,
      ...printed,
      ...totalRow(
        rows.map(({ figures }) => figures as unknown as Moved),
        { params: params as bigint, madd: madd as bigint, flops: flops as bigint, mem_read_write: moved, memory },
      ),
    },
    layers: rows,
    uncounted: [],
  };
};

/** torchstat's `stat(model, input_size)`. */
export const torchstat: Convention = {
  name: 'torchstat',
  about:
    'A row for each module without children, as its last call left it, for one sample; "MAdd" is multiplications and additions, "Flops" is MACs and some biases; functions and most kinds count nothing.',
  tool: { package: 'torchstat', version },
  units: {
    params: 'parameters of called leaf modules',
    madd: 'MAdd, as torchstat calls multiplications and additions',
    flops: 'Flops, as torchstat calls MACs and some biases',
    mem_read_write: 'bytes read and written',
    params_string: 'as printed',
    memory_string: 'MB of outputs, as printed',
    madd_string: 'as printed',
    flops_string: 'as printed',
    mem_read_write_string: 'as printed',
    'total_row.*': "as printed in the table's last row, where mem_read and mem_write are the last module's",
  },
  printed: {
    ...textsOf('params', 'madd', 'flops'),
    mem_read_write_string: { of: 'mem_read_write', base: 1024 },
  },
  figures: ['params', ...figures],
  traversal,
  cells: ownCells,
  count,
};
