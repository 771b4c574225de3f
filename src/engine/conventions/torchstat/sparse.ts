/** What torchstat says of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, each, zero } from '../../convention.ts';
import { unsupported } from './tool.ts';

export const sparse: Cells = {
  ...each(zero(), 'Identity'),
  ...each(unsupported, 'Embedding', 'EmbeddingBag', 'Fold', 'Unfold'),
};
