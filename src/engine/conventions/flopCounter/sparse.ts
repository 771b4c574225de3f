/** What FlopCounterMode says of embeddings. */

import type { Cells } from '../../convention.ts';

export const sparse: Cells = {};
