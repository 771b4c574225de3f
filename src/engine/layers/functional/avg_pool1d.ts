import { avgPool } from '../families/avgPool.ts';

export const avg_pool1d = avgPool('avg_pool1d', 1, {
  spellings: ['torch.nn.functional.avg_pool1d', 'torch.avg_pool1d'],
  signature: 'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True',
  tensors: ['input'],
});
