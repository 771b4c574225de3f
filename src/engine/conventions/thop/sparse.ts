/** What thop says of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, each, zero } from '../../convention.ts';
import { unknown } from './tool.ts';

export const sparse: Cells = {
  ...each(unknown, 'Embedding', 'EmbeddingBag'),
  ...each(zero(), 'Fold', 'Identity', 'Unfold'),
};
