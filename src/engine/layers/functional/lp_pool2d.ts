import { lpPool } from '../families/lpPool.ts';

export const lp_pool2d = lpPool('lp_pool2d', 2, {
  spellings: ['torch.nn.functional.lp_pool2d'],
  signature: 'input, norm_type, kernel_size, stride=None, ceil_mode=False',
  tensors: ['input'],
});
