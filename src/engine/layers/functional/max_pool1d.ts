import { maxPool } from '../families/maxPool.ts';

export const max_pool1d = maxPool('max_pool1d', 1, {
  spellings: ['torch.nn.functional.max_pool1d'],
  signature: 'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False',
  tensors: ['input'],
});
