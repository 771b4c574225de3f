/** What torchsummary says of normalizations. */

import { type Cells, same } from '../../convention.ts';

const weightAndBias = same('params');

export const normalization: Cells = {
  BatchNorm1d: weightAndBias,
  BatchNorm2d: weightAndBias,
};
