/** What torchsummary says of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, each, same, zero } from '../../convention.ts';

export const sparse: Cells = {
  ...each(same('params'), 'Embedding', 'EmbeddingBag'),
  ...each(zero(), 'Fold', 'Identity', 'Unfold'),
};
