import { z } from 'zod';
import { wrongRank } from '../../geometry.ts';
import { defineLayer } from '../../layer.ts';
import { real } from '../../options.ts';
import { type Tensor, tensor } from '../../tensor.ts';
import { learning, misplaced, unindexed } from '../families/embedding.ts';

export const embedding = defineLayer({
  kind: 'embedding',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html',
  options: () => ({
    padding_idx: z.int().nullable().default(null),
    max_norm: z.null().default(null),
    norm_type: real.default(2),
    ...learning,
  }),
  torch: {
    spellings: ['torch.nn.functional.embedding'],
    signature: 'input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False',
    tensors: ['input', 'weight'],
  },
  arity: 2,
  takes: ['integer', 'number'],
  requires: ({ padding_idx }, [input, weight]) => {
    const table = weight as Tensor;
    return wrongRank(table, [2]) ?? unindexed(input) ?? misplaced(padding_idx, table.shape[0] as number);
  },
  outputs: (_, [{ shape }, weight]) => {
    const table = weight as Tensor;
    return [tensor([...shape, table.shape[1] as number], table.dtype)];
  },
  indices: (_, [, weight]) => ({ input: (weight as Tensor).shape[0] as number }),
  generate: {
    ranks: [2, 1, 3],
    options: (_, { dtype }) => (dtype === 'int64' || dtype === 'int32' ? {} : undefined),
    input: (draw, batch) => ({ shape: [batch, draw.integer(1, 6)], dtype: 'int64' }),
    operands: (draw) => ({ inputs: [{ shape: [draw.integer(1, 12), draw.integer(1, 8)] }] }),
  },
});
