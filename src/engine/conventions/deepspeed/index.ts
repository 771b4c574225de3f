import { type Cells, type Convention, joined, type Prediction, type Traversal, textsOf } from '../../convention.ts';
import { keepingGradients } from '../../dispatch.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { countingAsRun } from '../../wholes.ts';
import { cellsOf, countPatched, endlessPrint, unprintable } from '../patching/index.ts';
import { derived, recurrent } from '../patching/recurrent.ts';
import { statisticsOf, sumsBy } from '../patching/statistics.ts';
import { macsString, numberString, paramsString } from '../patching/strings.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { source, tool, version } from './tool.ts';
import { topClasses } from './top.ts';

const hooked = recurrent(tool);
const ownCells = joined(cellsOf(tool), attention, convolution, hooked, unprintable('print_profile', source));

const traversal: Traversal = {
  running: keepingGradients,
  calls: 'every',
  shared: 'once',
  hooks: 'once',
  functions: true,
  replaces: true,
  subclass: derived(source, hooked),
};

/** It divides by the time that the root took, and does not take the time of layers that it has a hook for. */
const isTimeless = ({ architecture: { root } }: ShapedNetwork): boolean =>
  Object.hasOwn(hooked, root.kind) && !root.isSubclass;

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const counted = countPatched(network, cells, traversal, () => true);
  if ('status' in counted) return counted;
  if (isTimeless(network))
    return {
      status: 'raises',
      error: 'ZeroDivisionError',
      because:
        'It prints FLOPs for each second of the root, which are none where the root is a layer that it has a hook for; with print_profile=False it counts.',
      source,
    };
  const endless = endlessPrint(network, 'print_profile', source);
  if (endless) return endless;
  const { root } = network.architecture;
  const { params, macs, flops } = counted.count.totals;
  const sumOf = sumsBy(counted.visits, 'once');
  return {
    ...counted.count,
    totals: {
      params,
      macs,
      flops,
      params_string: paramsString(params),
      macs_string: macsString(macs),
      flops_string: numberString(flops),
      ...topClasses(root, sumOf),
    },
    // Of FLOPs it prints how many it did in a second.
    statistics: statisticsOf(root, sumOf, { params, macs, flops }).map(
      ({ flops: _, flops_percent: __, ...line }) => line,
    ),
  };
};

/** DeepSpeed's `get_model_profile(model, args=[...])`, with the profile that it prints. */
export const deepspeed: Convention = {
  name: 'deepspeed',
  about:
    'Functions that it replaces, called by modules or by the network, and hooks on recurrent layers, each module once; elementwise work counts in FLOPs alone.',
  tool: { package: 'deepspeed', version },
  units: {
    params: 'parameters',
    macs: 'multiply-accumulates of products',
    flops: 'FLOPs: two for each multiply-accumulate, and elementwise work by its own rules',
    params_string: 'as printed',
    macs_string: 'as printed',
    flops_string: 'as printed',
    'top_params.*': 'the class with most parameters at a depth, as printed',
    'top_macs.*': 'the class with most MACs at a depth, as printed',
  },
  leftOut: 'Times, and what it divides by them: latencies, their shares, and FLOPs for each second.',
  whole: { params: 'params' },
  printed: textsOf('params', 'macs', 'flops'),
  figures: ['params', 'macs', 'flops'],
  traversal,
  cells: ownCells,
  count: countingAsRun(traversal, count),
};
