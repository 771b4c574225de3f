import { fractionalMaxPool } from '../families/fractionalMaxPool.ts';

export const fractional_max_pool2d = fractionalMaxPool('fractional_max_pool2d', 2, {
  spellings: ['torch.nn.functional.fractional_max_pool2d'],
  signature: 'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
  tensors: ['input', '_random_samples'],
});
