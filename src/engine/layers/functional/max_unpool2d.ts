import { maxUnpool } from '../families/maxUnpool.ts';

export const max_unpool2d = maxUnpool('max_unpool2d', 2, {
  spellings: ['torch.nn.functional.max_unpool2d'],
  signature: 'input, indices, kernel_size, stride=None, padding=0, output_size=None',
  tensors: ['input', 'indices'],
});
