/** What torchinfo says of linear layers and convolutions. */

import { type Cells, each } from '../../convention.ts';
import { named } from '../pools.ts';
import { plain } from './weights.ts';

export const convolution: Cells = {
  ...each(
    plain('It multiplies weight and bias by the first size of the output alone, whatever rows there are behind it.'),
    'Linear',
    'Bilinear',
  ),
  ...each(
    plain(
      'It multiplies weight and bias by all sizes of the output but the second, also where there is no batch: each bias is a multiplication.',
    ),
    ...named('Conv'),
  ),
  ...each(
    plain(
      'It multiplies weight and bias by all sizes of the output but the second, although products are made for each element of the input.',
    ),
    ...named('ConvTranspose'),
  ),
};
