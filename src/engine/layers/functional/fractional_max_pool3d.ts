import { fractionalMaxPool } from '../families/fractionalMaxPool.ts';

export const fractional_max_pool3d = fractionalMaxPool('fractional_max_pool3d', 3, {
  spellings: ['torch.nn.functional.fractional_max_pool3d'],
  signature: 'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
  tensors: ['input', '_random_samples'],
});
