import { type Cells, type Convention, joined, type Prediction, type Traversal, textsOf } from '../../convention.ts';
import { truncated } from '../../doubles.ts';
import type { Module } from '../../modules.ts';
import { parameters } from '../../parameters.ts';
import { mayBeNested, type ShapedNetwork } from '../../shapes.ts';
import { rowOf, tally } from '../../tally.ts';
import { appliedIn, parametersIn } from '../../tree.ts';
import { unstated } from '../../wholes.ts';
import { cleverFormat } from '../thop/strings.ts';
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
import { tensors } from './tensors.ts';
import { source, version } from './tool.ts';
import { treeOf } from './tree.ts';

/** Rules are found along the classes from which a class is derived, so that a derived one counts as its layer does. */
const traversal: Traversal = { calls: 'every', shared: 'once', hooks: 'once', functions: true };

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

/** Its older function keeps no gradients and is no mode of torch's, so that torch makes nested tensors wherever it has them. */
const raisesOnNested: Prediction = {
  status: 'raises',
  error: 'RuntimeError',
  because: 'Its profile_origin reads the sizes of a nested tensor, which has none; profile counts.',
  source,
};

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  if (network.calls.some(mayBeNested)) return raisesOnNested;
  const ofModules = new Map<Module, bigint>();
  const floats = new Map<Module, number>();
  let ofFunctions = 0n;
  const layers = tally(network, cells, ['macs'], traversal).map((visit) => {
    const { module } = visit.call;
    const macs = visit.evaluated.figures.macs as bigint;
    if (!module) ofFunctions += macs;
    else {
      ofModules.set(module, (ofModules.get(module) ?? 0n) + macs);
      // What profile_origin adds up in floats.
      floats.set(module, (floats.get(module) ?? 0) + Number(macs));
    }
    const params = module && visit.timesParams > 0n ? parameters(module) : 0n;
    return rowOf(visit, { params, macs });
  });
  const { root } = network.architecture;
  const params = parametersIn(root);
  // Calls of a module add up in whole numbers, and modules in floats.
  const modules = [...appliedIn(root)];
  const inModules = modules.reduce((sum, module) => sum + Number(ofModules.get(module) ?? 0n), 0);
  const macs = truncated(inModules + Number(ofFunctions));
  return {
    status: 'counted',
    totals: {
      params,
      macs,
      params_string: cleverFormat(params, true),
      macs_string: cleverFormat(macs, true),
      origin_params: params,
      origin_macs: truncated(modules.reduce((sum, module) => sum + (floats.get(module) ?? 0), 0)),
    },
    layers,
    uncounted: unstated(cells, network, traversal.functions),
    statistics: treeOf(root, ofModules),
  };
};

/** The `profile(model, inputs)` of ultralytics-thop, which is imported as thop is. */
export const ultralyticsThop: Convention = {
  name: 'ultralytics-thop',
  about:
    'Hooks on known modules and classes derived from them, and products of matrices and attention among functions; MACs of products mixed with elementwise operations; all distinct parameters, called or not.',
  tool: { package: 'ultralytics-thop', version },
  units: {
    params: 'parameters',
    macs: 'MACs, as thop calls its mixture',
    params_string: 'as clever_format prints it',
    macs_string: 'as clever_format prints it',
    origin_params: 'parameters, as profile_origin returns them',
    origin_macs: 'MACs of modules without those of functions, as profile_origin returns them',
  },
  whole: { params: 'params' },
  printed: textsOf('params', 'macs'),
  figures: ['params', 'macs'],
  traversal,
  cells: ownCells,
  count,
};
