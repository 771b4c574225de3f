import { lpPool } from '../families/lpPool.ts';

export const lp_pool3d = lpPool('lp_pool3d', 3, {
  spellings: ['torch.nn.functional.lp_pool3d'],
  signature: 'input, norm_type, kernel_size, stride=None, ceil_mode=False',
  tensors: ['input'],
});
