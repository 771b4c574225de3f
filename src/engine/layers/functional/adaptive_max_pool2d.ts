import { adaptiveMaxPool } from '../families/adaptivePool.ts';

export const adaptive_max_pool2d = adaptiveMaxPool('adaptive_max_pool2d', 2, {
  spellings: ['torch.nn.functional.adaptive_max_pool2d'],
  signature: 'input, output_size, return_indices=False',
  tensors: ['input'],
});
