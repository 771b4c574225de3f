import { maxUnpool } from '../families/maxUnpool.ts';

export const max_unpool1d = maxUnpool('max_unpool1d', 1, {
  spellings: ['torch.nn.functional.max_unpool1d'],
  signature: 'input, indices, kernel_size, stride=None, padding=0, output_size=None',
  tensors: ['input', 'indices'],
});
