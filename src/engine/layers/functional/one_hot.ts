import { defineLayer } from '../../layer.ts';
import { positive } from '../../options.ts';
import { tensor } from '../../tensor.ts';

/** With -1 classes, PyTorch's default, the output's shape depends on data; so the number must be stated. */
export const one_hot = defineLayer({
  kind: 'one_hot',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html',
  options: () => ({ num_classes: positive }),
  torch: {
    spellings: ['torch.nn.functional.one_hot'],
    signature: 'tensor, num_classes=-1',
    tensors: ['tensor'],
  },
  takes: ['integer'],
  requires: (_, [{ dtype }]) => (dtype === 'int64' ? undefined : { code: 'dtype', expected: 'int64', got: dtype }),
  outputs: ({ num_classes }, [{ shape }]) => [tensor([...shape, num_classes], 'int64')],
  indices: ({ num_classes }) => ({ tensor: num_classes }),
  generate: {
    ranks: [2, 1, 3],
    options: (draw, { dtype }) => (dtype === 'int64' ? { num_classes: draw.integer(1, 10) } : undefined),
    input: (draw, batch) => ({ shape: [batch, draw.integer(1, 6)], dtype: 'int64' }),
  },
});
