/** What the tools that replace functions say of normalizations. */

import { type Cells, each } from '../../convention.ts';
import { calls, module, type PatchingTool, unseen } from './tool.ts';

const guessed = { flops: 'x_numel * (4 + affine)' };
const because = 'It takes four FLOPs for each element, and a fifth with a weight';

export const normalization = (tool: PatchingTool): Cells => ({
  ...each(
    module(
      tool,
      { flops: 'x_numel * (1 + 3 * own + affine)' },
      'It takes one FLOP for each element, four where mean and variance are those of the input, and one more with a weight',
    ),
    'BatchNorm1d',
    'BatchNorm2d',
    'BatchNorm3d',
    'SyncBatchNorm',
    'batch_norm',
  ),
  ...each(
    module(tool, guessed, because),
    'GroupNorm',
    'InstanceNorm1d',
    'InstanceNorm2d',
    'InstanceNorm3d',
    'LayerNorm',
  ),
  ...calls(tool, ['group_norm', 'instance_norm', 'layer_norm'], guessed, because),
  ...each(
    module(
      tool,
      { flops: '3 * x_numel + x_numel / x1 * (x1 + window - 1)' },
      'It does not know the layer, but replaces the two products, the sum and the average pool, over padded channels, that PyTorch makes it of',
    ),
    'LocalResponseNorm',
    'local_response_norm',
  ),
  ...unseen(tool, 'CosineSimilarity', 'CrossMapLRN2d', 'PairwiseDistance', 'RMSNorm'),
  ...unseen(tool, 'cosine_similarity', 'normalize', 'pairwise_distance', 'rms_norm'),
});
