/** What thop says of elementwise arithmetic and reductions. */

import type { Cells } from '../../convention.ts';

export const elementwise: Cells = {};
