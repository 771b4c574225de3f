import { maxPool } from '../families/maxPool.ts';

export const max_pool2d = maxPool('max_pool2d', 2, {
  spellings: ['torch.nn.functional.max_pool2d'],
  signature: 'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False',
  tensors: ['input'],
});
