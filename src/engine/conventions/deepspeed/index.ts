import { type Cells, type Convention, joined, type Prediction, type Traversal } from '../../convention.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { cellsOf, countPatched } from '../patching/index.ts';
import { derived, recurrent } from '../patching/recurrent.ts';
import { macsString, numberString, paramsString } from '../patching/strings.ts';
import { attention } from './attention.ts';
import { convolution } from './convolution.ts';
import { source, tool, version } from './tool.ts';

const hooked = recurrent(tool);
const ownCells = joined(cellsOf(tool), attention, convolution, hooked);

const traversal: Traversal = {
  calls: 'every',
  shared: 'once',
  hooks: 'once',
  functions: true,
  replaces: true,
  subclass: derived(source, hooked),
};

const count = (network: ShapedNetwork, cells: Cells = ownCells): Prediction => {
  const counted = countPatched(network, cells, traversal, () => true);
  if ('status' in counted) return counted;
  const { params, macs, flops } = counted.count.totals;
  const strings = {
    params_string: paramsString(params),
    macs_string: macsString(macs),
    flops_string: numberString(flops),
  };
  return { ...counted.count, totals: { params, macs, flops, ...strings } };
};

/** DeepSpeed's `get_model_profile(model, args=[...])`. */
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
  },
  figures: ['params', 'macs', 'flops'],
  traversal,
  cells: ownCells,
  count,
};
