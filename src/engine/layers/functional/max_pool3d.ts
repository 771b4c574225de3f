import { maxPool } from '../families/maxPool.ts';

export const max_pool3d = maxPool('max_pool3d', 3, {
  spellings: ['torch.nn.functional.max_pool3d'],
  signature: 'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False',
  tensors: ['input'],
});
