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
};
