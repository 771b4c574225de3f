/** Names of the layers that move, drop or pad elements, for conventions that treat them alike. */

import { named } from './pools.ts';

/** Modules. */
export const arranging: readonly string[] = [
  'AlphaDropout',
  'ChannelShuffle',
  'Dropout',
  ...named('Dropout'),
  'FeatureAlphaDropout',
  'Flatten',
  'PixelShuffle',
  'PixelUnshuffle',
  'Unflatten',
  ...named('CircularPad', 'ConstantPad', 'ReflectionPad', 'ReplicationPad', 'ZeroPad'),
];

/** Those of them that hand their input on, whatever it is. */
export const handingOn: readonly string[] = [
  'AlphaDropout',
  'Dropout',
  ...named('Dropout'),
  'FeatureAlphaDropout',
  'Unflatten',
];

/** Functions. */
export const arrangingFunctions: readonly string[] = [
  'alpha_dropout',
  'channel_shuffle',
  'dropout',
  ...named('dropout'),
  'feature_alpha_dropout',
  'pad',
  'pixel_shuffle',
  'pixel_unshuffle',
];

/** Modules that upsample. */
export const upsamplers: readonly string[] = ['Upsample', 'UpsamplingBilinear2d', 'UpsamplingNearest2d'];

/** Functions that upsample. */
export const upsamplingFunctions: readonly string[] = [
  'interpolate',
  'upsample',
  'upsample_bilinear',
  'upsample_nearest',
];
