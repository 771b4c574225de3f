/** Names of the pools, for conventions that treat many of them alike. */

const dimensions = [1, 2, 3] as const;

/** `MaxPool1d`, `MaxPool2d` and `MaxPool3d`, and so on for each stem. */
export const named = (...stems: readonly string[]): readonly string[] =>
  stems.flatMap((stem) => dimensions.map((n) => `${stem}${n}d`));

/** Pools that no tool knows: what they are made of is one operation of torch's. */
export const fractionalPools: readonly string[] = ['FractionalMaxPool2d', 'FractionalMaxPool3d'];

export const fractionalPoolFunctions: readonly string[] = ['fractional_max_pool2d', 'fractional_max_pool3d'];
