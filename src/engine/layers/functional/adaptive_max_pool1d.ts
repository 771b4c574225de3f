import { adaptiveMaxPool } from '../families/adaptivePool.ts';

export const adaptive_max_pool1d = adaptiveMaxPool('adaptive_max_pool1d', 1, {
  spellings: ['torch.nn.functional.adaptive_max_pool1d'],
  signature: 'input, output_size, return_indices=False',
  tensors: ['input'],
});
