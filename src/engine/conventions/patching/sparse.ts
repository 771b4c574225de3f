/** What the tools that replace functions say of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, each, zero } from '../../convention.ts';

export const sparse: Cells = {
  ...each(zero(), 'Embedding', 'Fold', 'Identity', 'Unfold'),
  ...each(zero(), 'embedding', 'fold', 'one_hot', 'unfold'),
};
