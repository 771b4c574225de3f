/** What torchprofile says of linear layers and convolutions. */

import { type Cells, departs, each, same, zero } from '../../convention.ts';
import { byName } from '../fvcore/convolution.ts';
import { window } from '../kernel.ts';
import { named } from '../pools.ts';
import { source, unhandled } from './tool.ts';

const convolved = departs(
  { macs: '(1 - by_name) * y_numel * (Cin / g) * window' },
  unhandled("convolutions with padding='same' or 'valid', which are traced as another operator"),
  { symbols: (call) => ({ ...byName(call), ...window(call) }) },
);

const transposed = departs(
  { macs: 'y_numel * reach * window' },
  {
    because:
      'It counts a transposed convolution by its output as a plain one, of all channels of the input where the output has another number of them.',
    source,
  },
  {
    symbols: (call) => {
      const { Cin, Cout, g } = call.symbols as Record<string, number>;
      return { ...window(call), reach: Cin === Cout ? Number(Cout) / Number(g) : Number(Cin) };
    },
  },
);

export const convolution: Cells = {
  ...each(convolved, ...named('Conv', 'conv')),
  ...each(transposed, ...named('ConvTranspose', 'conv_transpose')),
  ...each(same('macs'), 'Linear', 'linear'),
  ...each(zero(unhandled('bilinear')), 'Bilinear', 'bilinear'),
};
