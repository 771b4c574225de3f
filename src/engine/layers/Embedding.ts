import { z } from 'zod';
import { defineLayer } from '../layer.ts';
import { positive, real } from '../options.ts';
import { tensor } from '../tensor.ts';
import { learning, misplaced, unindexed } from './families/embedding.ts';

/** Rows of a table. `max_norm` shortens rows of the weight alone, whatever the input, which is no work done for one. */
export const Embedding = defineLayer({
  kind: 'Embedding',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html',
  options: () => ({
    num_embeddings: positive,
    embedding_dim: positive,
    padding_idx: z.int().nullable().default(null),
    max_norm: real.nullable().default(null),
    norm_type: real.default(2),
    ...learning,
  }),
  takes: ['integer'],
  valid: ({ padding_idx, num_embeddings }) => misplaced(padding_idx, num_embeddings),
  requires: (_, [input]) => unindexed(input),
  outputs: ({ embedding_dim }, [{ shape }]) => [tensor([...shape, embedding_dim])],
  weights: ({ num_embeddings, embedding_dim }) => [{ name: 'weight', shape: [num_embeddings, embedding_dim] }],
  symbols: ({ num_embeddings, embedding_dim }) => ({ V: num_embeddings, E: embedding_dim }),
  formulas: { params: 'V * E' },
  indices: ({ num_embeddings }) => ({ input: num_embeddings }),
  generate: {
    ranks: [2, 1, 3],
    options: (draw, { dtype }) => {
      if (dtype !== 'int64' && dtype !== 'int32') return undefined;
      const num_embeddings = draw.integer(1, 12);
      const embedding_dim = draw.integer(1, 8);
      const padding_idx = draw.integer(0, 3) === 3 ? draw.integer(-num_embeddings, num_embeddings - 1) : null;
      const max_norm = draw.integer(0, 3) === 3 ? draw.integer(1, 3) / 2 : null;
      return { num_embeddings, embedding_dim, padding_idx, max_norm, norm_type: draw.oneOf([2, 1, 3]) };
    },
    input: (draw, batch) => ({
      shape: [batch, ...Array.from({ length: draw.integer(0, 2) }, () => draw.integer(1, 6))],
      dtype: draw.integer(0, 3) === 3 ? 'int32' : 'int64',
    }),
  },
});
