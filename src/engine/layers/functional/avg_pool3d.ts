import { avgPool } from '../families/avgPool.ts';

export const avg_pool3d = avgPool('avg_pool3d', 3, {
  spellings: ['torch.nn.functional.avg_pool3d'],
  signature:
    'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None',
  tensors: ['input'],
});
