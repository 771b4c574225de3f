/** What torchinfo says of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, each, zero } from '../../convention.ts';
import { plain } from './weights.ts';

export const sparse: Cells = {
  ...each(
    plain('It multiplies the whole table by the first size of the output, although rows are read only.'),
    'Embedding',
    'EmbeddingBag',
  ),
  ...each(zero(), 'Fold', 'Identity', 'Unfold'),
};
