/** Kinds that pad, drop and shuffle elements. All but dropping move elements and compute nothing. */

import type { Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { identity } from './movement.ts';
import { fill, type Tensor, tensor } from './tensor.ts';

/** Where the element at a coordinate outside of an input of the given size is copied from. Source: torch.nn.functional.pad. */
const copied: Readonly<Record<string, (coordinate: number, size: number) => number>> = {
  reflect: (i, size) => (i < 0 ? -i : 2 * (size - 1) - i),
  replicate: (i, size) => (i < 0 ? 0 : size - 1),
  circular: (i, size) => (i < 0 ? i + size : i - size),
};

/** The input with elements around it, or without some: two numbers for each dimension, the last dimension first. */
const padded = (x: Tensor, pad: readonly number[], outside: (from: readonly number[]) => Scalar): Tensor => {
  const before = x.shape.map((_, dimension) => pad[2 * (x.shape.length - 1 - dimension)] ?? 0);
  const behind = x.shape.map((_, dimension) => pad[2 * (x.shape.length - 1 - dimension) + 1] ?? 0);
  const sizes = x.shape.map((size, dimension) => size + (before[dimension] as number) + (behind[dimension] as number));
  return fill(sizes, (index) => {
    const from = index.map((i, dimension) => i - (before[dimension] as number));
    const isInside = from.every((i, dimension) => i >= 0 && i < (x.shape[dimension] as number));
    return isInside ? x.at(...from) : outside(from);
  });
};

interface Pad {
  readonly pad: readonly number[];
  readonly mode: string;
  readonly value: number | null;
}

/** Source: torch.nn.functional.pad. */
const pad: Equation<Pad> = ({ options, inputs: [whole] }, { constant }) => {
  // What is cut off is not wrapped around; the other modes copy from it all the same.
  const isWrapped = options.mode === 'circular';
  const cuts = options.pad.map((size) => Math.min(size, 0));
  const x = isWrapped ? padded(whole, cuts, () => constant(0)) : whole;
  const around = isWrapped ? options.pad.map((size) => Math.max(size, 0)) : options.pad;
  const copy = copied[options.mode];
  const value = constant(options.value ?? 0);
  return [
    padded(x, around, (from) => {
      if (!copy) return value;
      return x.at(
        ...from.map((i, dimension) => {
          const size = x.shape[dimension] as number;
          return i >= 0 && i < size ? i : copy(i, size);
        }),
      );
    }),
  ];
};

const module =
  (mode: string): Equation<{ padding: readonly number[]; value?: number }> =>
  ({ options: { padding, value = 0 }, ...call }, arithmetic) =>
    pad({ ...call, options: { pad: padding, mode, value } }, arithmetic);

interface Dropping {
  readonly p: number;
  readonly training: boolean;
}

/** y = x m with the mask m that drops nothing, which costs what any other does, or with that which drops all. */
const dropout: Equation<Dropping> = ({ options: { p, training }, inputs: [x] }, { constant, multiply }) => {
  if (!training || p === 0) return [x];
  const m = constant(p === 1 ? 0 : 1 / (1 - p));
  return [fill(x.shape, (index) => multiply(x.at(...index), m))];
};

/** y = x m + b, in which m and b keep mean and variance: of the elements that are left, b is their shift. */
const alphaDropout: Equation<Dropping> = (call, arithmetic) => {
  const { p, training } = call.options;
  const [dropped] = dropout(call, arithmetic) as readonly [Tensor];
  if (!training || p === 0 || p === 1) return [dropped];
  const b = arithmetic.constant(0);
  return [fill(dropped.shape, (index) => arithmetic.add(dropped.at(...index), b))];
};

/** y[c, h r + i, w r + j] = x[c r² + i r + j, h, w]. Source: torch.nn.PixelShuffle. */
const pixelShuffle: Equation<{ upscale_factor: number }> = ({ options: { upscale_factor: r }, inputs: [x] }) => {
  const [C, H, W] = x.shape.slice(-3) as [number, number, number];
  const leading = x.shape.slice(0, -3);
  return [
    fill([...leading, C / r ** 2, H * r, W * r], (index) => {
      const [c, h, w] = index.slice(-3) as [number, number, number];
      const channel = c * r * r + (h % r) * r + (w % r);
      return x.at(...index.slice(0, -3), channel, Math.floor(h / r), Math.floor(w / r));
    }),
  ];
};

/** y[c r² + i r + j, h, w] = x[c, h r + i, w r + j]. Source: torch.nn.PixelUnshuffle. */
const pixelUnshuffle: Equation<{ downscale_factor: number }> = ({ options: { downscale_factor: r }, inputs: [x] }) => {
  const [C, H, W] = x.shape.slice(-3) as [number, number, number];
  return [
    fill([...x.shape.slice(0, -3), C * r * r, H / r, W / r], (index) => {
      const [channel, h, w] = index.slice(-3) as [number, number, number];
      const c = Math.floor(channel / (r * r));
      const place = channel % (r * r);
      return x.at(...index.slice(0, -3), c, h * r + Math.floor(place / r), w * r + (place % r));
    }),
  ];
};

/** Channels as a table of `groups` rows, read by columns. Source: torch.nn.ChannelShuffle. */
const channelShuffle: Equation<{ groups: number }> = ({ options: { groups }, inputs: [x] }) => {
  const inGroup = (x.shape[1] as number) / groups;
  return [
    fill(x.shape, ([n, c, ...place]) =>
      x.at(n as number, ((c as number) % groups) * inGroup + Math.floor((c as number) / groups), ...place),
    ),
  ];
};

/** The same elements in the same order, one dimension as several; -1 stands for the size that is left. Source: torch.nn.Unflatten. */
const Unflatten: Equation<{ dim: number; unflattened_size: readonly number[] }> = ({ options, inputs: [x] }) => {
  const dim = options.dim < 0 ? options.dim + x.shape.length : options.dim;
  const known = options.unflattened_size.filter((size) => size !== -1).reduce((all, size) => all * size, 1);
  const sizes = options.unflattened_size.map((size) => (size === -1 ? (x.shape[dim] as number) / known : size));
  return [tensor(x.shape.toSpliced(dim, 1, ...sizes), x.elements)];
};

const ofEachDimension = (stem: string, given: Equation<never>): (readonly [string, Equation<never>])[] =>
  [1, 2, 3].map((n) => [`${stem}${n}d`, given] as const);

/** By their kinds. */
export const arrangements: Readonly<Record<string, Equation<never>>> = {
  AlphaDropout: identity,
  Dropout: identity,
  FeatureAlphaDropout: identity,
  ...Object.fromEntries(ofEachDimension('Dropout', identity)),
  alpha_dropout: alphaDropout,
  feature_alpha_dropout: alphaDropout,
  dropout,
  ...Object.fromEntries(ofEachDimension('dropout', dropout)),
  ...Object.fromEntries(ofEachDimension('CircularPad', module('circular'))),
  ...Object.fromEntries(ofEachDimension('ConstantPad', module('constant'))),
  ...Object.fromEntries(ofEachDimension('ReflectionPad', module('reflect'))),
  ...Object.fromEntries(ofEachDimension('ReplicationPad', module('replicate'))),
  ...Object.fromEntries(ofEachDimension('ZeroPad', module('constant'))),
  pad,
  ChannelShuffle: channelShuffle,
  PixelShuffle: pixelShuffle,
  PixelUnshuffle: pixelUnshuffle,
  Unflatten,
  channel_shuffle: channelShuffle,
  pixel_shuffle: pixelShuffle,
  pixel_unshuffle: pixelUnshuffle,
};
