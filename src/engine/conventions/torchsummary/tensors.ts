/** What torchsummary says of functions that make tensors out of tensors. */

import type { Cells } from '../../convention.ts';

export const tensors: Cells = {};
