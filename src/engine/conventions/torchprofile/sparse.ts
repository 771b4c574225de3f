/** What torchprofile says of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, each, zero } from '../../convention.ts';

export const sparse: Cells = {
  ...each(zero(), 'Embedding', 'EmbeddingBag', 'Fold', 'Identity', 'Unfold'),
  ...each(zero(), 'embedding', 'embedding_bag', 'fold', 'one_hot', 'unfold'),
};
