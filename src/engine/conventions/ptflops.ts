import type { Module } from '../architecture.ts';
import {
  type Cell,
  type Cells,
  type Convention,
  departs,
  type Traversal,
  trainableParameters,
  unstated,
  zero,
} from '../convention.ts';
import { percent, repr, round } from '../pythonFormat.ts';
import type { LeafCall, ShapedNetwork } from '../shapes.ts';
import { rowOf, tally, type Visit } from '../tally.ts';

export const version = '0.7.5';
const ops = `ptflops ${version}, ptflops/pytorch_ops.py`;

const traversal: Traversal = { calls: 'every', shared: 'each path', hooks: 'once', functions: true };

const twice = (formula: string, why: string): Cell =>
  departs(
    { module: formula, functional: 'x_numel' },
    {
      because: `${why}, and again inside the functional that the layer calls, which is patched too; nothing is multiplied.`,
      source: ops,
    },
  );

const convolution = departs(
  { module: 'N * Cout * (Cin / g) * window * places + N * Cout * places * bias' },
  { because: 'It adds one for each output to the MACs where there is a bias.', source: ops },
  {
    symbols: ({ symbols, outputs: [output] }) => ({
      window: Number(symbols.K0) * Number(symbols.K1 ?? 1),
      places: (output?.shape.slice(2) ?? []).reduce((product, size) => product * size, 1),
    }),
  },
);

const norm = departs(
  { module: 'x_numel * (1 + affine)' },
  { because: 'It counts elementwise arithmetic as MACs.', source: ops },
);

const isSpelt =
  (...spellings: readonly string[]) =>
  ({ spelling }: LeafCall) => ({ seen: spellings.includes(spelling ?? '') ? 1 : 0 });

/** The largest shape of two, aligned at the left as ptflops aligns them. */
const leftAligned = ({ inputs: [a, b] }: LeafCall): number => {
  const left = a.shape;
  const right = b?.shape ?? [];
  let product = 1;
  for (let index = 0; index < Math.max(left.length, right.length); index++)
    product *= Math.max(left[index] ?? 1, right[index] ?? 1);
  return product;
};

const ownCells: Cells = {
  AdaptiveAvgPool2d: twice('x_numel', 'It counts each element of the input once as a MAC'),
  AvgPool2d: twice('x_numel', 'It counts each element of the input once as a MAC'),
  BatchNorm1d: norm,
  BatchNorm2d: norm,
  Conv1d: convolution,
  Conv2d: convolution,
  Dropout: zero(),
  Flatten: zero(),
  Linear: departs(
    { module: 'F * Cin * Cout + F * Cout * bias' },
    { because: 'It adds one for each output to the MACs where there is a bias.', source: ops },
  ),
  LSTM: departs(
    { module: 'x0 * x1 * D * (4 * H * (I + R) + (L - 1) * 4 * H * (D * R + R) + L * (10 * H + 8 * H * bias))' },
    {
      because:
        'For each step it adds biases and ten operations for each of H to the products, and it leaves out the products of the projection (W_hr).',
      source: ops,
    },
  ),
  MaxPool2d: twice('x_numel', 'It counts each element of the input once as a MAC'),
  ReLU: twice('y_numel', 'It counts each element of the output once as a MAC'),
  add: departs(
    { functional: 'seen * extent' },
    {
      because:
        'It counts additions as MACs, but only those written torch.add(x, y) or x.add(y), which it patches; it aligns shapes at the left.',
      source: ops,
    },
    { symbols: (call) => ({ ...isSpelt('torch.add', 'torch.Tensor.add')(call), extent: leftAligned(call) }) },
  ),
  cat: zero(),
  flatten: zero(),
  relu: departs(
    { functional: 'seen * x_numel' },
    { because: 'It counts each element as a MAC, but only of F.relu, which it patches.', source: ops },
    { symbols: isSpelt('torch.nn.functional.relu') },
  ),
  view: zero(),
};

/** `flops_to_string(macs)` with ptflops' own choice of unit. */
const macsString = (macs: number): string => {
  for (const [size, unit] of [
    [1e9, 'GMac'],
    [1e6, 'MMac'],
    [1e3, 'KMac'],
  ] as const) {
    if (Math.floor(macs / size) > 0) return `${repr(round(macs / size, 2))} ${unit}`;
  }
  return `${macs} Mac`;
};

/** The same for a float, as the print of each layer has it. */
const layerMacsString = (macs: number): string => (macs < 1000 ? `${repr(macs)} Mac` : macsString(macs));

/** `params_to_string(params)` with ptflops' own choice of unit. */
const paramsString = (params: bigint): string => {
  for (const [size, unit] of [
    [10n ** 6n, 'M'],
    [10n ** 3n, 'k'],
  ] as const) {
    if (params / size > 0n) return `${repr(round(Number(params) / Number(size), 2))} ${unit}`;
  }
  return String(params);
};

/** The learnt parameters that a call brings in: its module's, at its first call. */
export const learntAt = ({ call: { module }, timesParams }: Visit): bigint =>
  module && timesParams > 0n ? trainableParameters(module) : 0n;

/** What both backends return: the learnt parameters of all distinct modules, called or not, and the MACs, as numbers and as text. */
export const totalsOf = ({ architecture }: ShapedNetwork, macs: bigint) => {
  const params = architecture.modules.reduce((sum, module) => sum + trainableParameters(module), 0n);
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
    module.definition !== undefined && cells[module.kind]?.type === 'formulas';
  const sums = new Map<Module, { macs: bigint; params: bigint }>();
  const sum = (module: Module): { macs: bigint; params: bigint } => {
    const known = sums.get(module);
    if (known) return known;
    const made = { macs: 0n, params: 0n };
    if (isKnown(module)) {
      made.macs = own.get(module) ?? 0n;
      made.params = trainableParameters(module);
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
  const walk = (module: Module, path: string): void => {
    const { macs: undivided, params: paramsOfModule } = sum(module);
    const ofModule = Number(undivided) / batch;
    lines.push({
      path,
      params: paramsString(paramsOfModule),
      params_percent: percent(params === 0n ? 0 : Number(paramsOfModule) / Number(params), 3),
      macs: layerMacsString(ofModule),
      macs_percent: percent(macs === 0 ? 0 : ofModule / macs, 3),
    });
    for (const [name, child] of module.children) walk(child, path ? `${path}.${name}` : name);
  };
  walk(network.architecture.root, '');
  return lines;
};

const count = (network: ShapedNetwork, cells: Cells = ownCells) => {
  const visits = tally(network, cells, ['module', 'functional'], traversal);
  const batch = batchOf(network);
  let modules = 0;
  let functional = 0;
  const layers = visits.map((visit) => {
    const inModule = (visit.evaluated.figures.module as bigint) * visit.times;
    const inFunction = visit.evaluated.figures.functional as bigint;
    modules += Number(inModule);
    functional += Number(inFunction);
    const macs = Number(inModule) / batch + Number(inFunction);
    return rowOf(visit, { params: learntAt(visit), macs: Number.isInteger(macs) ? BigInt(macs) : repr(macs) });
  });
  const whole = modules / batch + functional;
  const totals = totalsOf(network, BigInt(Math.trunc(whole)));
  return {
    status: 'counted',
    totals,
    layers,
    uncounted: unstated(cells, network, traversal.functions),
    statistics: statistics(network, cells, visits, whole, totals.params),
  } as const;
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
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count,
};
