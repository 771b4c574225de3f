/** What torchsummary says of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, each, same, zero } from '../../convention.ts';

export const sparse: Cells = {
  Embedding: same('params'),
  ...each(zero(), 'Fold', 'Identity', 'Unfold'),
};
