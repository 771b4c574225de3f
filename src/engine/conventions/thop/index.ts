import {
  type Cells,
  type Convention,
  joined,
  type Prediction,
  type Traversal,
  textsOf,
  zero,
} from '../../convention.ts';
import { truncated } from '../../doubles.ts';
import type { Module } from '../../modules.ts';
import { parameters } from '../../parameters.ts';
import { pathCounts } from '../../paths.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { raisedIn, rowOf, tally, type Visit } from '../../tally.ts';
import { unstated } from '../../wholes.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { recurrent } from './recurrent.ts';
import { sparse } from './sparse.ts';
import { cleverFormat } from './strings.ts';
import { tensors } from './tensors.ts';
import { version } from './tool.ts';
import { type Own, originOf, treeOf } from './tree.ts';

/** A class derived from a layer's is another type, and thop looks up types. */
const derived = zero({
  because:
    'It looks the exact type up in its table, and a class derived from a layer is another type: no rule, no parameters.',
  source: `thop ${version}, thop/profile.py`,
});

const traversal: Traversal = {
  calls: 'every',
  shared: 'each path',
  hooks: 'each path',
  functions: false,
  subclass: () => derived,
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

/** Parameters of a known module; what a cell states of them, where it states something else. */
const paramsOf = ({ call: { module }, evaluated: { figures, formulas } }: Visit): bigint =>
  formulas.params ? (figures.params as bigint) : parameters(module as Module);

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const { root } = network.architecture;
  const visits = tally(network, cells, ['params', 'macs'], traversal);
  const raised = raisedIn(visits);
  if (raised) return raised;
  const ways = pathCounts(network);
  const own = new Map<Module, Own>();
  const layers = visits.map((visit) => {
    const module = visit.call.module as Module;
    const found = visit.evaluated.figures.macs as bigint;
    let macs = own.get(module)?.macs ?? 0;
    // Each of its hooks adds.
    for (let time = 0n; time < (ways.get(module) as bigint); time++) macs += Number(found);
    const isCounted = module !== root && !module.isSubclass;
    own.set(module, { params: isCounted ? Number(paramsOf(visit)) : 0, macs });
    // The sum starts from the root with its operations but without its parameters.
    const params = isCounted ? paramsOf(visit) * visit.timesParams : 0n;
    return rowOf(visit, { params, macs: found * visit.times });
  });
  const { sums, lines } = treeOf(root, own);
  const [params, macs] = [truncated(sums.params), truncated(sums.macs)];
  const origin = originOf(root, own);
  return {
    status: 'counted',
    totals: {
      params,
      macs,
      params_string: cleverFormat(params, false),
      macs_string: cleverFormat(macs, false),
      origin_params: truncated(origin.params),
      origin_macs: truncated(origin.macs),
    },
    layers,
    uncounted: unstated(cells, network, traversal.functions),
    statistics: lines,
  };
};

/** thop's `profile(model, inputs)`. */
export const thop: Convention = {
  name: 'thop',
  about:
    'Hooks on known leaf modules; MACs of products mixed with elementwise operations; functions and unknown modules count nothing; a module under several parents counts once for each path, its hooks as often again.',
  tool: { package: 'thop', version },
  units: {
    params: 'parameters of called, known modules',
    macs: 'MACs, as thop calls its mixture',
    params_string: 'as clever_format prints it',
    macs_string: 'as clever_format prints it',
    origin_params: 'parameters of modules without children, as profile_origin returns them',
    origin_macs: 'MACs of those, as profile_origin returns them',
  },
  printed: textsOf('params', 'macs'),
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count,
};
