import {
  type Cell,
  type Cells,
  type Convention,
  joined,
  type Prediction,
  type Traversal,
  textsOf,
  zero,
} from '../../convention.ts';
import { keepingGradients } from '../../dispatch.ts';
import { quotient, truncated } from '../../doubles.ts';
import type { Module } from '../../modules.ts';
import { elementsOf } from '../../ownTensors.ts';
import { trainableParameters } from '../../parameters.ts';
import { percent, repr } from '../../pythonFormat.ts';
import { isOnNested, type ShapedCall, type ShapedNetwork } from '../../shapes.ts';
import { raisedIn, rowOf, tally, type Visit } from '../../tally.ts';
import { countingAsRun, unstated } from '../../wholes.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { layerMacsString, macsString, paramsString } from './strings.ts';
import { tensors } from './tensors.ts';
import { ops, printRaises, unprintable, version } from './tool.ts';

/** A class derived from a layer's is another type, and the table of modules has types; functions that it calls are seen. */
const derived = (cell: Cell): Cell => {
  const { functional } = cell.type === 'formulas' ? cell.figures : {};
  return functional && cell.type === 'formulas'
    ? { ...cell, figures: { functional }, reason: derivedReason, raises: undefined }
    : zero(derivedReason);
};
const derivedReason = {
  because: 'It looks the exact type up in its table, and a class derived from a layer is another type: no hook.',
  source: `ptflops ${version}, ptflops/pytorch_engine.py`,
};

const traversal: Traversal = {
  running: keepingGradients,
  calls: 'every',
  shared: 'each path',
  hooks: 'once',
  divides: true,
  functions: true,
  replaces: true,
  subclass: derived,
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

/** The learnt parameters that a call brings in: its module's, at its first call. */
export const learntAt = ({ call: { module }, timesParams }: Visit): bigint =>
  module && timesParams > 0n ? trainableParameters(module) : 0n;

/** What both backends return: the learnt parameters of all distinct modules, called or not, and the MACs, as numbers and as text. */
export const totalsOf = ({ architecture }: ShapedNetwork, macs: bigint) => {
  const tensors = architecture.modules.flatMap((module) => [...module.tensors.values()]);
  const params = elementsOf(tensors, ({ buffer, frozen }) => !buffer && !frozen);
  return { params, macs, params_string: paramsString(params), macs_string: macsString(Number(macs)) };
};

/** ptflops divides by the length of the first positional input; several inputs are given by name, where it takes 1. */
const batchOf = ({ inputs }: ShapedNetwork): number => (inputs.length > 1 ? 1 : (inputs[0].shape[0] ?? 1));

/** What the print shows for each module in order: its share of parameters and MACs. */
export type Statistics = {
  readonly path: string;
  readonly params: string;
  readonly params_percent: string;
  readonly macs: string;
  readonly macs_percent: string;
};

/** Learnt parameters of a module and of those that it holds. */
const trainableWithin = (module: Module): bigint =>
  [...module.children.values()].reduce((sum, child) => sum + trainableWithin(child), trainableParameters(module));

const statistics = (
  network: ShapedNetwork,
  cells: Cells,
  visits: readonly Visit[],
  macs: number,
  params: bigint,
): Statistics[] => {
  const batch = batchOf(network);
  const own = new Map<Module, bigint>();
  for (const { call, evaluated } of visits) {
    if (call.module) own.set(call.module, (own.get(call.module) ?? 0n) + (evaluated.figures.module ?? 0n));
  }
  const isKnown = (module: Module): boolean =>
    module.definition !== undefined && !module.isSubclass && cells[module.kind]?.type === 'formulas';
  const sums = new Map<Module, { macs: bigint; params: bigint }>();
  const sum = (module: Module): { macs: bigint; params: bigint } => {
    const known = sums.get(module);
    if (known) return known;
    const made = { macs: 0n, params: 0n };
    if (isKnown(module)) {
      made.macs = own.get(module) ?? 0n;
      made.params = trainableWithin(module);
    } else {
      // `children()` gives a module once that lies twice under one parent.
      for (const child of new Set(module.children.values())) {
        const inner = sum(child);
        made.macs += inner.macs;
        made.params += inner.params;
      }
    }
    sums.set(module, made);
    return made;
  };
  const lines: Statistics[] = [];
  // It takes totals below 1 for 1 before it divides by them.
  const walk = (module: Module, path: string): void => {
    const { macs: undivided, params: paramsOfModule } = sum(module);
    const ofModule = quotient(undivided, batch);
    // A ModuleList prints what it holds and nothing of itself.
    const isShown = module.kind !== 'ModuleList';
    if (isShown)
      lines.push({
        path,
        params: paramsString(paramsOfModule),
        params_percent: percent(Number(paramsOfModule) / Math.max(Number(params), 1), 3),
        macs: layerMacsString(ofModule),
        macs_percent: percent(ofModule / Math.max(macs, 1), 3),
      });
    for (const [name, child] of module.children) walk(child, path ? `${path}.${name}` : name);
  };
  walk(network.architecture.root, '');
  return lines;
};

/** What it raises at attention on a nested tensor, as an encoder makes of padded input where nothing is learnt. */
const nestedIn = (calls: readonly ShapedCall[]): Prediction | undefined =>
  calls.some(isOnNested)
    ? {
        status: 'raises',
        error: 'RuntimeError',
        because: 'It reads the sizes of a nested tensor, which has none.',
        source: ops,
      }
    : undefined;

/** What it raises at a network that takes a number. */
const withoutLength = ({ inputs: [first, ...others] }: ShapedNetwork): Prediction | undefined =>
  others.length === 0 && first.shape.length === 0
    ? {
        status: 'raises',
        error: 'TypeError',
        because: 'It takes the length of the input for the batch, and a number has none.',
        source: `ptflops ${version}, ptflops/pytorch_engine.py`,
      }
    : undefined;

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const visits = tally(network, cells, ['module', 'functional'], traversal);
  const raised = raisedIn(visits) ?? nestedIn(network.calls) ?? withoutLength(network);
  if (raised) return raised;
  if (network.architecture.modules.some(({ kind }) => unprintable.has(kind))) return printRaises;
  const batch = batchOf(network);
  let modules = 0n;
  let functional = 0;
  const layers = visits.map((visit) => {
    const inModule = (visit.evaluated.figures.module as bigint) * visit.times;
    // What a function counts may have a fraction, which is cut off the sum alone.
    const inFunction = visit.evaluated.floats.functional ?? Number(visit.evaluated.figures.functional);
    modules += inModule;
    functional += inFunction;
    const macs = quotient(inModule, batch) + inFunction;
    return rowOf(visit, { params: learntAt(visit), macs: Number.isInteger(macs) ? BigInt(macs) : repr(macs) });
  });
  const whole = quotient(modules, batch) + functional;
  const totals = totalsOf(network, truncated(whole));
  return {
    status: 'counted',
    totals,
    layers,
    uncounted: unstated(cells, network, traversal.functions),
    statistics: statistics(network, cells, visits, whole, totals.params),
  };
};

/** ptflops' `get_model_complexity_info(...)` with its default backend. */
export const ptflops: Convention = {
  name: 'ptflops',
  about:
    'Hooks on known modules, divided by the batch, plus patched functions, not divided: layers that call such a function count twice; frozen parameters are left out.',
  tool: { package: 'ptflops', version },
  units: {
    params: 'parameters that are learnt',
    macs: 'MACs, as ptflops calls its mixture',
    params_string: 'as printed',
    macs_string: 'as printed',
  },
  leftOut:
    'What modules say of themselves in its print of each, whose figures are predicted; its warnings of modules that it takes to cost nothing (verbose=True), and prints in units or with a precision that the caller names.',
  whole: { params: 'trainable' },
  printed: textsOf('params', 'macs'),
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count: countingAsRun(traversal, count),
};
