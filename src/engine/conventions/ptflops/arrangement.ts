/** What ptflops says of padding, dropout, upsampling and other layers that move elements. */

import { type Cell, type Cells, departs, each, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { arranging, arrangingFunctions, upsamplers } from '../arranged.ts';
import { ops } from './tool.ts';

/** Of a list of factors ptflops takes the whole parts; a factor alone is raised to the number of dimensions as a float. */
const enlargement = (scale: unknown, dimensions: number): number => {
  if (Array.isArray(scale)) return scale.reduce((product, factor) => product * Math.trunc(factor), 1);
  return dimensions === 2 ? (scale as number) * (scale as number) : (scale as number) ** dimensions;
};

/** By a size given each output is counted; by a factor the input times that factor. `area` calls a pool that is patched, too. */
const symbols = ({ inputs: [{ shape }], options: { size, scale_factor, mode } }: LeafCall) => ({
  sized: size === null ? 0 : 1,
  enlarged: size === null ? enlargement(scale_factor, shape.length - 2) : 0,
  area: mode === 'area' ? 1 : 0,
});

const once = 'sized * y_numel + enlarged * x_numel';

const cell = (because: string, functional: string, module = '0'): Cell =>
  departs({ module, functional: `${functional} + area * x_numel` }, { because, source: ops }, { float: true, symbols });

const byFactor =
  'It counts each output as a MAC where a size is given; of a list of factors it takes the whole parts, and a factor alone may leave a fraction';

export const arrangement: Cells = {
  ...each(zero(), ...arranging, ...arrangingFunctions),
  ...each(cell(`${byFactor}.`, once), ...upsamplers, 'interpolate', 'upsample_bilinear', 'upsample_nearest'),
  Upsample: cell(`${byFactor}; the layer's own hook adds the outputs of one sample.`, once, 'y_numel / y0'),
  upsample: cell(`${byFactor}. upsample calls interpolate, and both are patched.`, `2 * (${once})`),
};
