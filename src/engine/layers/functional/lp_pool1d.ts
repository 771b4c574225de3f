import { lpPool } from '../families/lpPool.ts';

export const lp_pool1d = lpPool('lp_pool1d', 1, {
  spellings: ['torch.nn.functional.lp_pool1d'],
  signature: 'input, norm_type, kernel_size, stride=None, ceil_mode=False',
  tensors: ['input'],
});
