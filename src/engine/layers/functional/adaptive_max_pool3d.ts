import { adaptiveMaxPool } from '../families/adaptivePool.ts';

export const adaptive_max_pool3d = adaptiveMaxPool('adaptive_max_pool3d', 3, {
  spellings: ['torch.nn.functional.adaptive_max_pool3d'],
  signature: 'input, output_size, return_indices=False',
  tensors: ['input'],
});
