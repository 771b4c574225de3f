/** Dropouts over inputs of any order in memory. */

import { type Corner, each } from './corner.ts';

const dropoutFunctions = ['dropout', 'dropout1d', 'dropout2d', 'dropout3d', 'alpha_dropout', 'feature_alpha_dropout'];

const dropoutModules = ['Dropout', 'Dropout1d', 'Dropout2d', 'Dropout3d', 'AlphaDropout', 'FeatureAlphaDropout'];

const laid: readonly Corner['inputs'][] = [
  [[3, 4]],
  [[2, 3, 4]],
  [{ shape: [2, 3, 4], dims: [2, 0, 1] }],
  [{ shape: [2, 1, 4], size: [2, 3, 4] }],
  [{ shape: [2, 3, 1], size: [2, 3, 1], dims: [1, 0, 2] }],
  [{ shape: [3, 1, 2, 1], dims: [2, 0, 1, 3] }],
  [{ shape: [2, 1, 1, 1], size: [2, 3, 1, 1] }],
  [{ shape: [2, 3, 4, 5], dims: [0, 3, 1, 2] }],
  [{ shape: [2, 2, 3, 4, 5], dims: [0, 4, 1, 2, 3] }],
];

export const dropped: readonly Corner[] = [
  ...each(dropoutFunctions, { p: [0.5, 1, 0], training: [true, false], inplace: [true, false] }, ...laid),
  ...each(dropoutModules, { inplace: [true, false] }, ...laid),
];
