/** Layers that pad, drop and shuffle, on more shapes and options than the generator draws. */

import fc from 'fast-check';
import { callOf, each, few, type Network, spatialShape } from './calls.ts';

const pads: Readonly<Record<string, string>> = {
  CircularPad: 'circular',
  ConstantPad: 'constant',
  ReflectionPad: 'reflect',
  ReplicationPad: 'replicate',
  ZeroPad: 'constant',
};

const padding = (n: number): Readonly<Record<string, Network>> =>
  Object.fromEntries(
    Object.keys(pads).map((stem) => [
      `${stem}${n}d`,
      fc
        .tuple(spatialShape(n, 4), each(2 * n, -1, 3), few(-2, 2))
        .map(([shape, around, value]) =>
          callOf(`${stem}${n}d`, shape, { padding: around, ...(stem === 'ConstantPad' ? { value } : {}) }),
        ),
    ]),
  );

const pad: Network = fc
  .tuple(few(1, 3), fc.constantFrom('constant', 'reflect', 'replicate', 'circular'), few(-2, 2))
  .chain(([n, mode, value]) =>
    fc
      .tuple(spatialShape(n, 4), each(2 * n, -1, 3))
      .map(([shape, around]) => callOf('pad', shape, { pad: around, mode, ...(mode === 'constant' ? { value } : {}) })),
  );

const dropout = (kind: string, dimensions: number): Network =>
  fc
    .tuple(spatialShape(dimensions, 4), fc.record({ p: fc.constantFrom(0, 0.25, 1), training: fc.boolean() }))
    .map(([shape, options]) => callOf(kind, shape, options));

const shuffle = (kind: string, option: string, shapeOf: (r: number, sizes: number[]) => number[]): Network =>
  fc.tuple(few(1, 3), each(3, 1, 3), few(0, 2)).map(([r, sizes, N]) => {
    const shape = shapeOf(r, sizes);
    return callOf(kind, N === 0 ? shape : [N, ...shape], { [option]: r });
  });

const up = (r: number, [C, ...sizes]: number[]) => [(C as number) * r * r, ...sizes];
const down = (r: number, [C, ...sizes]: number[]) => [C as number, ...sizes.map((size) => size * r)];

const channels = (kind: string): Network =>
  fc
    .tuple(few(1, 3), few(1, 3), spatialShape(2, 3))
    .map(([groups, each, [N, , ...sizes]]) => callOf(kind, [N as number, groups * each, ...sizes], { groups }));

/** Sizes and factors below and above the input's, in the modes that go with as many dimensions. */
const upsampling = (kind: string, further: Readonly<Record<string, fc.Arbitrary<unknown>>>): Network =>
  (further.mode ? few(1, 3) : fc.constant(2)).chain((n) => {
    const modes = [
      'nearest',
      'nearest-exact',
      'area',
      ['linear', 'bilinear', 'trilinear'][n - 1],
      'bicubic',
      'lanczos',
    ];
    const factor = fc.constantFrom(2, 0.5, 1.5, 3, 0.75);
    const target = fc.oneof(
      fc.record({ size: fc.oneof(few(1, 6), each(n, 1, 6)) }),
      fc.record({ scale_factor: fc.oneof(factor, fc.array(factor, { minLength: n, maxLength: n })) }),
    );
    const mode = further.mode ? { mode: fc.constantFrom(...modes) } : {};
    return (
      fc
        .tuple(few(1, 2), few(1, 2), each(n, 1, n === 3 ? 3 : 6), target, fc.record({ ...further, ...mode }))
        // Of an image that is one element wide torch 2.15 smooths nothing along its height.
        .filter(([, , sizes, , options]) => !('antialias' in options && options.antialias && sizes.at(-1) === 1))
        .map(([N, C, sizes, size, options]) => callOf(kind, [N, C, ...sizes], { ...size, ...options }))
    );
  });

const aligned = { mode: fc.constant(''), align_corners: fc.constantFrom(null, false, true) };
const recomputed = { ...aligned, recompute_scale_factor: fc.constantFrom(null, true) };

export const arrangement: Readonly<Record<string, Network>> = {
  ...padding(1),
  ...padding(2),
  ...padding(3),
  pad,
  dropout: dropout('dropout', 2),
  dropout1d: dropout('dropout1d', 1),
  dropout2d: dropout('dropout2d', 2),
  dropout3d: dropout('dropout3d', 3),
  alpha_dropout: dropout('alpha_dropout', 2),
  feature_alpha_dropout: dropout('feature_alpha_dropout', 2),
  PixelShuffle: shuffle('PixelShuffle', 'upscale_factor', up),
  pixel_shuffle: shuffle('pixel_shuffle', 'upscale_factor', up),
  PixelUnshuffle: shuffle('PixelUnshuffle', 'downscale_factor', down),
  pixel_unshuffle: shuffle('pixel_unshuffle', 'downscale_factor', down),
  ChannelShuffle: channels('ChannelShuffle'),
  channel_shuffle: channels('channel_shuffle'),
  Upsample: upsampling('Upsample', recomputed),
  interpolate: upsampling('interpolate', { ...recomputed, antialias: fc.boolean() }),
  upsample: upsampling('upsample', aligned),
  UpsamplingBilinear2d: upsampling('UpsamplingBilinear2d', {}),
  UpsamplingNearest2d: upsampling('UpsamplingNearest2d', {}),
  upsample_bilinear: upsampling('upsample_bilinear', {}),
  upsample_nearest: upsampling('upsample_nearest', {}),
};
