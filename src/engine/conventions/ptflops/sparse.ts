/** What ptflops says of embeddings, of blocks as columns, and of what hands its input on. */

import { type Cells, departs, each, zero } from '../../convention.ts';
import { printRaises, unprintable } from './tool.ts';

export const sparse: Cells = {
  ...each(departs({}, printRaises), ...unprintable),
  ...each(zero(), 'Embedding', 'Fold', 'Identity', 'Unfold'),
  ...each(zero(), 'embedding', 'embedding_bag', 'fold', 'one_hot', 'unfold'),
};
