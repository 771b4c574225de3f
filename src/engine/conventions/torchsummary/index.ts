import { type Cells, type Convention, joined, type Prediction, type Row, type Traversal } from '../../convention.ts';
import { keepingGradients } from '../../dispatch.ts';
import { evaluateCell } from '../../evaluate.ts';
import type { Module } from '../../modules.ts';
import { elementsOf } from '../../ownTensors.ts';
import { pathCounts } from '../../paths.ts';
import { commas, fixed } from '../../pythonFormat.ts';
import { isLeaf, isOnNested, type ShapedCall, type ShapedNetwork } from '../../shapes.ts';
import { shapeOfResult } from '../../structure.ts';
import { errorOf, runOnOwnInputs, unstatedWhereNotShaped } from '../../wholes.ts';
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
import { sizeless, source, version } from './tool.ts';

/** It always runs two random samples, and prints -1 for the batch. */
const traversal: Traversal = {
  running: keepingGradients,
  batch: 2,
  calls: 'every',
  shared: 'each path',
  hooks: 'once',
  functions: false,
  containers: 'weight and bias',
  learnt: 'by weight',
};

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

const raises = (error: string, because: string): Prediction => ({ status: 'raises', error, because, source });

const withoutBatch = 'It writes the batch into the first size of what a module takes or returns, which has none.';

/** A shape as Python prints a list. */
const list = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

interface Line {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly params: bigint;
  readonly trainable: boolean;
  readonly call: ShapedCall;
}

const sized = ['weight', 'bias'];

const hasWeight = (module: Module): boolean => sized.some((name) => module.tensors.has(name));

/** Elements of a weight or bias that a module has beside those of its kind: any attribute of that name counts. */
const besides = (module: Module): bigint => {
  const own = new Set(module.definition?.weights(module.options).map(({ name }) => name));
  return elementsOf(sized.filter((name) => !own.has(name)).flatMap((name) => module.tensors.get(name) ?? []));
};

/** Whether the whole row is learnt: as its weight is; a bias alone does not make it so. */
const isLearnt = (module: Module): boolean => {
  const weight = module.tensors.get('weight');
  return weight !== undefined && !weight.buffer && !weight.frozen;
};

/** Hooks are on every module but these, classes derived from them, and the root; a module under several parents has several. */
const unhooked: ReadonlySet<string> = new Set(['Sequential', 'ModuleList']);

const linesOf = (network: ShapedNetwork, cells: Cells): Line[] => {
  const paths = pathCounts(network);
  const { root } = network.architecture;
  const lines: Line[] = [];
  for (const call of network.calls) {
    const { module } = call;
    if (!module || module === root || unhooked.has(module.kind)) continue;
    const shapes = call.outputs.map(({ shape }) => [-1, ...shape.slice(1)]);
    const ofKind = isLeaf(call) ? (evaluateCell(cells[module.kind], ['params'], call).figures.params as bigint) : 0n;
    const params = ofKind + besides(module);
    const trainable = isLearnt(module);
    for (let time = 0n; time < (paths.get(module) as bigint); time++) {
      lines.push({ name: `${module.className}-${lines.length + 1}`, shapes, params, trainable, call });
    }
  }
  return lines;
};

const megabytes = (bytes: number): number => Math.abs(bytes / 1024 ** 2);

/** NumPy's int64, which wraps around silently. */
const product = (shapes: readonly (readonly number[])[]): bigint =>
  BigInt.asIntN(
    64,
    shapes.flat().reduce((sum, size) => sum * BigInt(size), 1n),
  );

const rule = '-'.repeat(64);
const double = '='.repeat(64);
const row = (name: string, shape: string, params: string): string =>
  `${name.padStart(20)}  ${shape.padStart(25)} ${params.padStart(15)}`;

/** A list of shapes where the module returns a list or tuple, even of one. */
const shownShape = ({ shapes, call: { returns } }: Line): string =>
  shapeOfResult(returns, shapes.length) === 'tensor' ? list(shapes[0] as number[]) : `[${shapes.map(list).join(', ')}]`;

const rowOf = (line: Line): Row => {
  const { name, shapes, params, trainable, call } = line;
  return {
    id: name,
    path: (call.module as Module).path,
    kind: (call.module as Module).kind,
    output_shapes: shapes,
    figures: { params, trainable: trainable ? params : 0n, output_shape: shownShape(line) },
    formulas: {},
    symbols: isLeaf(call) ? call.symbols : {},
  };
};

const count = (given: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const run = runOnOwnInputs(given.architecture, traversal);
  const { network, finished, refusal } = run;
  for (const call of finished) {
    const { module, returns, takes, inputs, outputs } = call;
    if (!module || module === given.architecture.root || unhooked.has(module.kind)) continue;
    if (isOnNested(call)) return raises('RuntimeError', 'It reads the sizes of a nested tensor, which has none.');
    if (takes && takes.args.length === 0)
      return raises('IndexError', 'It takes the first positional argument, and the module is given names alone.');
    if (takes && typeof takes.args[0] !== 'number')
      return raises('AttributeError', 'It takes the size of the first argument, which is no tensor and has none.');
    if (inputs[0]?.shape.length === 0) return raises('IndexError', withoutBatch);
    const form = shapeOfResult(returns, outputs.length);
    if (form === 'other') return raises('AttributeError', sizeless);
    // Of a tuple, even of one, it leaves the first sizes out and writes the batch in front.
    if (form === 'tensor' && outputs[0]?.shape.length === 0) return raises('IndexError', withoutBatch);
  }
  if (!network) {
    const unstated = unstatedWhereNotShaped(run);
    if (unstated) return unstated;
    return raises(
      errorOf(refusal),
      'It runs two samples of random float32 numbers, whatever the input, and the network cannot take them.',
    );
  }
  const lines = linesOf(network, cells);
  if (lines.some(({ shapes }) => new Set(shapes.map(({ length }) => length)).size > 1)) {
    return raises(
      'ValueError',
      'It multiplies the shapes of a tuple as one array, which shapes of different rank are not.',
    );
  }
  const sizes = network.inputs.map(({ shape }) => shape.slice(1));
  if (new Set(sizes.map(({ length }) => length)).size > 1) {
    return raises(
      'ValueError',
      'It multiplies the sizes of all inputs as one array, which sizes of different rank are not.',
    );
  }
  if (!lines.some(({ call }) => hasWeight(call.module as Module))) {
    return raises(
      'AttributeError',
      'It asks its sum of parameters for a NumPy value, and where no row has parameters the sum is a plain 0.',
    );
  }
  const params = lines.reduce((sum, line) => sum + line.params, 0n);
  const trainable = lines.reduce((sum, line) => (line.trainable ? sum + line.params : sum), 0n);
  const outputs = BigInt.asIntN(
    64,
    lines.reduce((sum, { shapes }) => sum + product(shapes), 0n),
  );
  const input = megabytes(Number(product(sizes)) * -1 * 4);
  const passes = megabytes(2 * Number(outputs) * 4);
  const weights = megabytes(Number(params) * 4);
  const printed = {
    input_mb: fixed(input, 2),
    forward_backward_mb: fixed(passes, 2),
    params_mb: fixed(weights, 2),
    total_mb: fixed(weights + passes + input, 2),
  };
  const text = [
    rule,
    row('Layer (type)', 'Output Shape', 'Param #'),
    double,
    ...lines.map((line) => row(line.name, shownShape(line), commas(line.params))),
    double,
    `Total params: ${commas(params)}`,
    `Trainable params: ${commas(trainable)}`,
    `Non-trainable params: ${commas(params - trainable)}`,
    rule,
    `Input size (MB): ${printed.input_mb}`,
    `Forward/backward pass size (MB): ${printed.forward_backward_mb}`,
    `Params size (MB): ${printed.params_mb}`,
    `Estimated Total Size (MB): ${printed.total_mb}`,
    rule,
    '',
  ].join('\n');
  return {
    status: 'counted',
    totals: { params, trainable, ...printed },
    layers: lines.map(rowOf),
    uncounted: [],
    text,
  };
};

/** torchsummary's `summary(model, input_size, device="cpu")`. */
export const torchsummary: Convention = {
  name: 'torchsummary',
  about:
    'A row for each call of a module that is not a Sequential, with the elements of its weight and bias; every call counts its parameters again; no operations at all.',
  tool: { package: 'torchsummary', version },
  units: {
    params: 'weights and biases, once for each row',
    trainable: 'those in rows whose weight is learnt',
    input_mb: 'MB, as printed',
    forward_backward_mb: 'MB, as printed',
    params_mb: 'MB, as printed',
    total_mb: 'MB, as printed',
  },
  printed: { params_mb: { of: 'params', times: 4n, base: 1024 } },
  figures: ['params', 'trainable'],
  traversal,
  cells: ownCells,
  count,
};
