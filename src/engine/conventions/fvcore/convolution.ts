/** What fvcore says of linear layers and convolutions. */

import { type Cells, departs, each, same, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { window } from '../kernel.ts';
import { named } from '../pools.ts';
import { unsupported } from './tool.ts';

/** 1 where torch is told the padding by name, and nothing has been padded before. */
export const byName = ({ options: { padding, padding_mode } }: LeafCall) => ({
  by_name: typeof padding === 'string' && (padding_mode ?? 'zeros') === 'zeros' ? 1 : 0,
});

const convolved = departs(
  { macs: '(1 - by_name) * y_numel * (Cin / g) * window' },
  unsupported("convolutions with padding='same' or 'valid', which are traced as another operator"),
  { symbols: (call) => ({ ...byName(call), ...window(call) }) },
);

export const convolution: Cells = {
  ...each(convolved, ...named('Conv'), ...named('conv')),
  ...each(same('macs'), 'Linear', 'linear', ...named('ConvTranspose'), ...named('conv_transpose')),
  ...each(zero(unsupported('bilinear')), 'Bilinear', 'bilinear'),
};
