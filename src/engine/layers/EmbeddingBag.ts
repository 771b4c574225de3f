import { defineLayer } from '../layer.ts';
import { positive, real } from '../options.ts';
import { tensor } from '../tensor.ts';
import { misplaced, unindexed } from './families/embedding.ts';
import {
  bagCost,
  bagOptions,
  bagSymbols,
  bagsDepend,
  bagsOf,
  drawBags,
  drawIndices,
  drawNamedBags,
  isDrawable,
  offsetsOf,
  wrongBags,
} from './families/embeddingBag.ts';

export const EmbeddingBag = defineLayer({
  kind: 'EmbeddingBag',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html',
  options: () => ({
    num_embeddings: positive,
    embedding_dim: positive,
    max_norm: real.nullable().default(null),
    ...bagOptions,
  }),
  forward: {
    signature: 'input, offsets=None, per_sample_weights=None',
    tensors: ['input', 'offsets', 'per_sample_weights'],
  },
  // The type of the indices is looked at after everything else.
  takes: ['any'],
  valid: ({ padding_idx, num_embeddings }) => misplaced(padding_idx, num_embeddings),
  // What limits norms looks at the indices before they are brought to one type with the offsets.
  requires: (options, inputs, named) =>
    wrongBags(options, inputs, named, 'float32') ?? (options.max_norm === null ? undefined : unindexed(inputs[0])),
  outputs: (options, inputs, named) => [tensor([bagsOf(options, inputs, named), options.embedding_dim])],
  weights: ({ num_embeddings, embedding_dim }) => [{ name: 'weight', shape: [num_embeddings, embedding_dim] }],
  indices: (options, inputs, named) => ({ input: options.num_embeddings, ...offsetsOf(options, inputs, named) }),
  depends: bagsDepend,
  symbols: (options, inputs, _, named) => ({
    V: options.num_embeddings,
    E: options.embedding_dim,
    ...bagSymbols(options, inputs, named),
  }),
  formulas: { params: 'V * E', ...bagCost },
  generate: {
    ranks: [2, 1],
    options: (draw, input) => {
      if (!isDrawable(input)) return undefined;
      const num_embeddings = draw.integer(1, 12);
      const max_norm = draw.integer(0, 3) === 3 ? draw.integer(1, 3) / 2 : null;
      return { num_embeddings, embedding_dim: draw.integer(1, 8), max_norm, ...drawBags(draw, num_embeddings) };
    },
    input: drawIndices,
    operands: (draw, input, options) => ({ named: drawNamedBags(draw, input, options) }),
  },
});
