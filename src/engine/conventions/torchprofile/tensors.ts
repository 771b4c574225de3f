/** What torchprofile says of functions that make tensors out of tensors. */

import { type Cells, each, zero } from '../../convention.ts';
import { movements, namesOf } from '../../layers/functional/index.ts';

export const tensors: Cells = each(zero(), ...namesOf(movements));
