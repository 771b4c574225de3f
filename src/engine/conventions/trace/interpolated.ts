/** The operators by which torch resamples, which depend on the mode and on the number of dimensions. */

import type { Interpolation } from '../../layers/families/interpolation.ts';
import type { LeafCall } from '../../shapes.ts';
import type { Traced } from './live.ts';

const stems: Readonly<Record<Interpolation['mode'], string>> = {
  area: 'adaptive_avg_pool',
  bicubic: 'upsample_bicubic',
  bilinear: 'upsample_bilinear',
  lanczos: 'upsample_lanczos',
  linear: 'upsample_linear',
  nearest: 'upsample_nearest',
  'nearest-exact': '_upsample_nearest_exact',
  trilinear: 'upsample_trilinear',
};

/** The operator that computes the result. */
export const resampler = ({ options, inputs }: LeafCall): string => {
  const { mode, antialias } = options as unknown as Interpolation;
  const name = `${stems[mode]}${inputs[0].shape.length - 2}d`;
  return antialias ? `_${name}_aa` : name;
};

/** Dimensions whose size is computed in the graph, as a product with the scale. */
export const scaledSizes = ({ options, inputs }: LeafCall): number => {
  const { mode, scale_factor, recompute_scale_factor } = options as unknown as Interpolation;
  const isComputed = scale_factor !== null && (recompute_scale_factor === true || mode === 'area');
  return isComputed ? inputs[0].shape.length - 2 : 0;
};

/** Source: torch 2.15, torch/nn/functional.py, interpolate. */
export const interpolated = ({ call }: Traced): readonly string[] => [
  ...new Array<readonly string[]>(scaledSizes(call)).fill(['mul', 'floor']).flat(),
  resampler(call),
];

/** Whatever their names say, these take signals and volumes, too. */
export const nearest = ({ call }: Traced): readonly string[] => [`${stems.nearest}${call.inputs[0].shape.length - 2}d`];
