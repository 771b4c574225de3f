/** What FlopCounterMode says of attention and transformers. */

import type { Cells } from '../../convention.ts';

export const attention: Cells = {};
