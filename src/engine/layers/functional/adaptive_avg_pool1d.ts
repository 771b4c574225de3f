import { adaptiveAvgPool } from '../families/adaptivePool.ts';

export const adaptive_avg_pool1d = adaptiveAvgPool('adaptive_avg_pool1d', 1, {
  spellings: ['torch.nn.functional.adaptive_avg_pool1d', 'torch.adaptive_avg_pool1d'],
  signature: 'input, output_size',
  tensors: ['input'],
});
