/** Why an equation may leave elements of what it is given untouched; nothing is said of a kind that reads all of them. */

const pads = ['Circular', 'Constant', 'Reflection', 'Replication', 'Zero'].flatMap((mode) =>
  [1, 2, 3].map((n) => `${mode}Pad${n}d`),
);

const windows = ['AvgPool', 'MaxPool', 'LPPool', 'Conv', 'avg_pool', 'max_pool', 'lp_pool', 'conv'].flatMap((name) =>
  [1, 2, 3].map((n) => `${name}${n}d`),
);

/** By reason: the kinds of which it holds. Source: docs/counting.md, Memory. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'No window reaches them: the stride or the dilation skips them, or no further window fits behind the last.': [
    ...windows,
    'Unfold',
    'unfold',
    'FractionalMaxPool2d',
    'FractionalMaxPool3d',
    'fractional_max_pool2d',
    'fractional_max_pool3d',
  ],
  'They are cut off: by a negative padding, or as padding of what is added up.': [...pads, 'pad', 'Fold', 'fold'],
  'A smaller image needs few of them.': [
    'Upsample',
    'UpsamplingBilinear2d',
    'UpsamplingNearest2d',
    'interpolate',
    'upsample',
    'upsample_bilinear',
    'upsample_nearest',
  ],
  'No place that is sampled lies beside them.': ['grid_sample'],
  'Others are put in the same place behind them.': [1, 2, 3].flatMap((n) => [`MaxUnpool${n}d`, `max_unpool${n}d`]),
  'Only the shape is looked at, or a factor of 0 or an exponent of 0 leaves them out.': [
    'zeros_like',
    'addmm',
    'baddbmm',
    'pow',
  ],
  'Where there is one element, it is the greatest and the least.': ['argmax', 'argmin', 'argsort'],
};

/** By kind. */
export const untouched: ReadonlyMap<string, string> = new Map(
  Object.entries(reasons).flatMap(([because, kinds]) => kinds.map((kind) => [kind, because] as const)),
);
