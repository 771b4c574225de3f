import { avgPool } from '../families/avgPool.ts';

export const avg_pool2d = avgPool('avg_pool2d', 2, {
  spellings: ['torch.nn.functional.avg_pool2d'],
  signature:
    'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None',
  tensors: ['input'],
});
