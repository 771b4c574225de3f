import {
  type Cells,
  type Convention,
  joined,
  type Prediction,
  parameters,
  sumFigures,
  type Traversal,
  unstated,
  zero,
} from '../../convention.ts';
import type { Module } from '../../modules.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { raisedIn, rowOf, tally, type Visit } from '../../tally.ts';
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
import { version } from './tool.ts';

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
  const layers = visits.map((visit) => {
    const { module } = visit.call;
    // The sum starts from the root with its operations but without its parameters.
    const isKnown = module && module !== root && !module.isSubclass;
    const params = isKnown ? paramsOf(visit) * visit.timesParams : 0n;
    return rowOf(visit, { params, macs: (visit.evaluated.figures.macs as bigint) * visit.times });
  });
  return {
    status: 'counted',
    totals: sumFigures(layers, ['params', 'macs']),
    layers,
    uncounted: unstated(cells, network, traversal.functions),
  };
};

/** thop's `profile(model, inputs)`. */
export const thop: Convention = {
  name: 'thop',
  about:
    'Hooks on known leaf modules; MACs of products mixed with elementwise operations; functions and unknown modules count nothing; a module under several parents counts once for each path, its hooks as often again.',
  tool: { package: 'thop', version },
  units: { params: 'parameters of called, known modules', macs: 'MACs, as thop calls its mixture' },
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count,
};
