import type { Cells, Convention, Prediction, Traversal } from '../../convention.ts';
import { joined, textsOf } from '../../convention.ts';
import { keepingGradients } from '../../dispatch.ts';
import type { OwnTensor } from '../../ownTensors.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { countingAsRun } from '../../wholes.ts';
import { cellsOf, countPatched, endlessPrint, unprintable } from '../patching/index.ts';
import { derived, recurrent } from '../patching/recurrent.ts';
import { statisticsOf, sumsBy } from '../patching/statistics.ts';
import { flopsString, macsString, paramsString } from '../patching/strings.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { pipeline, tool, version } from './tool.ts';
import { raisingAtFactors } from './upsampling.ts';

/** Frozen parameters are left out. */
const isLearnt = ({ frozen }: OwnTensor): boolean => !frozen;

const hooked = recurrent(tool);
const shared = cellsOf(tool);
const unprinted = unprintable('print_results', pipeline);
const ownCells = joined({ ...shared, ...raisingAtFactors(shared) }, attention, convolution, hooked, unprinted);

const traversal: Traversal = {
  running: keepingGradients,
  calls: 'every',
  shared: 'each path',
  hooks: 'once',
  functions: true,
  replaces: true,
  functionsOf: 'module',
  subclass: derived(pipeline, hooked),
};

/** It asks the first parameter where the network lies, before anything runs. */
const hasParameters = ({ architecture }: ShapedNetwork): boolean =>
  architecture.modules.some(({ tensors }) => [...tensors.values()].some(({ buffer }) => !buffer));

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  if (!hasParameters(network))
    return {
      status: 'raises',
      error: 'StopIteration',
      because: 'It asks the first parameter on which device the network lies, and there is none.',
      source: `calflops ${version}, calflops/flops_counter.py`,
    };
  const counted = countPatched(network, cells, traversal, isLearnt);
  if ('status' in counted) return counted;
  const endless = endlessPrint(network, 'print_results', pipeline);
  if (endless) return endless;
  const { params, macs, flops } = counted.count.totals;
  const strings = {
    params_string: paramsString(params),
    macs_string: macsString(macs),
    flops_string: flopsString(flops),
    fwd_bwd_macs_string: macsString(3 * Number(macs)),
    fwd_bwd_flops_string: flopsString(3 * Number(flops)),
  };
  return {
    ...counted.count,
    totals: { params, macs, flops, ...strings },
    statistics: statisticsOf(network.architecture.root, sumsBy(counted.visits, 'each path', isLearnt), {
      params,
      macs,
      flops,
    }),
  };
};

/** calflops' `calculate_flops(model, args=[...])`, with what it prints for each module. */
export const calflops: Convention = {
  name: 'calflops',
  about:
    'Functions that it replaces, called by modules or by the network, and hooks on recurrent layers; elementwise work counts in FLOPs alone, a module under several parents once for each, and frozen parameters are left out.',
  tool: { package: 'calflops', version },
  units: {
    params: 'parameters that are learnt',
    macs: 'multiply-accumulates of products',
    flops: 'FLOPs: two for each multiply-accumulate, and elementwise work by its own rules',
    params_string: 'as printed',
    macs_string: 'as printed',
    flops_string: 'as printed',
    fwd_bwd_macs_string: 'as printed: three times the MACs, for a forward and a backward pass',
    fwd_bwd_flops_string: 'as printed: three times the FLOPs',
  },
  whole: { params: 'trainable' },
  printed: {
    ...textsOf('params', 'macs', 'flops'),
    fwd_bwd_macs_string: { of: 'macs', times: 3n },
    fwd_bwd_flops_string: { of: 'flops', times: 3n },
  },
  figures: ['params', 'macs', 'flops'],
  traversal,
  cells: ownCells,
  count: countingAsRun(traversal, count),
};
