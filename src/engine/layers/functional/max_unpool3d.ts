import { maxUnpool } from '../families/maxUnpool.ts';

export const max_unpool3d = maxUnpool('max_unpool3d', 3, {
  spellings: ['torch.nn.functional.max_unpool3d'],
  signature: 'input, indices, kernel_size, stride=None, padding=0, output_size=None',
  tensors: ['input', 'indices'],
});
