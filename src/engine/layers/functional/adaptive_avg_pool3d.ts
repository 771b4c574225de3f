import { adaptiveAvgPool } from '../families/adaptivePool.ts';

export const adaptive_avg_pool3d = adaptiveAvgPool('adaptive_avg_pool3d', 3, {
  spellings: ['torch.nn.functional.adaptive_avg_pool3d'],
  signature: 'input, output_size',
  tensors: ['input'],
});
