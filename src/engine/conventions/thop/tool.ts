/** The version whose behaviour is stated, and the files that it is read from. */

import { type Cell, departs } from '../../convention.ts';

export const version = '0.1.1.post2209072238';
export const hooks = `thop ${version}, thop/vision/basic_hooks.py and calc_func.py`;

/** For modules with parameters that thop does not know. */
export const unknown: Cell = departs(
  { params: '0' },
  { because: 'It does not know the layer, and leaves out its parameters.', source: `thop ${version}, thop/profile.py` },
);
