/** Names of the pools, for conventions that treat many of them alike. */

const dimensions = [1, 2, 3] as const;

/** `MaxPool1d`, `MaxPool2d` and `MaxPool3d`, and so on for each stem. */
export const named = (...stems: readonly string[]): readonly string[] =>
  stems.flatMap((stem) => dimensions.map((n) => `${stem}${n}d`));
