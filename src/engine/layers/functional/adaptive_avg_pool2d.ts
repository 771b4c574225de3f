import { adaptiveAvgPool } from '../families/adaptivePool.ts';

export const adaptive_avg_pool2d = adaptiveAvgPool('adaptive_avg_pool2d', 2, {
  spellings: ['torch.nn.functional.adaptive_avg_pool2d'],
  signature: 'input, output_size',
  tensors: ['input'],
});
