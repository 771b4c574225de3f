/** Resampling of signals, images and volumes: which sizes come out, and of how many elements each is made. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { positive } from '../../options.ts';
import { laidOutAs, type Tensor, tensor } from '../../tensor.ts';
import { chosenFrom } from '../functional/getitem.ts';
import { asOneRow, spatial } from './spatial.ts';

export const modes = [
  'nearest',
  'nearest-exact',
  'linear',
  'bilinear',
  'trilinear',
  'bicubic',
  'area',
  'lanczos',
] as const;
export type Mode = (typeof modes)[number];

const factor = z.number().positive().max(1e6);

/** One size or factor for all dimensions or one for each; which of the two it is matters to tools, so it stays as it is given. */
export const size = z
  .union([positive, z.array(positive).min(1).max(3)])
  .nullable()
  .default(null);
export const scale_factor = z
  .union([factor, z.array(factor).min(1).max(3)])
  .nullable()
  .default(null);

export interface Interpolation {
  readonly size: number | readonly number[] | null;
  readonly scale_factor: number | readonly number[] | null;
  readonly mode: Mode;
  readonly align_corners: boolean | null;
  readonly recompute_scale_factor: boolean | null;
  readonly antialias: boolean;
}

/** The number of spatial dimensions of the modes that go with one alone. */
const onlyFor: Readonly<Partial<Record<Mode, number>>> = {
  linear: 1,
  bilinear: 2,
  bicubic: 2,
  lanczos: 2,
  trilinear: 3,
};

/** How far the kernel of a mode reaches to each side, in elements of what is coarser. */
const support: Readonly<Partial<Record<Mode, number>>> = { bilinear: 1, bicubic: 2, lanczos: 3 };

const option = (name: string, rule: string, got: unknown): Complaint => ({ code: 'option', option: name, rule, got });

/** Rules among the options. Source: torch.nn.functional.interpolate. */
export const validInterpolation = (given: Interpolation): Complaint | undefined => {
  const { size, scale_factor, mode, align_corners, recompute_scale_factor, antialias } = given;
  if ((size === null) === (scale_factor === null))
    return option('size', 'either size or scale_factor must be given, and not both', size);
  if (['nearest', 'area', 'nearest-exact'].includes(mode) && align_corners !== null)
    return option('align_corners', `mode "${mode}" does not interpolate`, align_corners);
  if (recompute_scale_factor && size !== null)
    return option('recompute_scale_factor', 'there is no scale_factor to compute again where size is given', true);
  if (antialias && support[mode] === undefined)
    return option('antialias', 'only the modes bilinear, bicubic and lanczos have it', true);
  if (mode === 'lanczos' && (!antialias || align_corners))
    return option('mode', 'lanczos needs antialias and takes no align_corners', mode);
  return undefined;
};

/** The sizes that come out, before anything is checked. */
const sizesOf = ({ size, scale_factor }: Interpolation, input: Tensor): readonly number[] => {
  const sizes = input.shape.slice(2);
  if (size !== null) return typeof size === 'number' ? sizes.map(() => size) : size;
  return sizes.map((length, index) =>
    Math.floor(length * (typeof scale_factor === 'number' ? scale_factor : (scale_factor?.[index] as number))),
  );
};

export const requiresInterpolation = (given: Interpolation, input: Tensor): Complaint | undefined => {
  const { mode, antialias } = given;
  const dimensions = input.shape.length - 2;
  const only = antialias ? 2 : onlyFor[mode];
  if (dimensions < 1 || dimensions > 3 || (only !== undefined && only !== dimensions))
    return { code: 'rank', expected: only === undefined ? [3, 4, 5] : [only + 2], shape: input.shape };
  for (const name of ['size', 'scale_factor'] as const) {
    const value = given[name];
    if (Array.isArray(value) && value.length !== dimensions)
      return option(name, `it needs one number for each of ${dimensions} dimensions behind batch and channels`, value);
  }
  const uint8: readonly Mode[] = ['nearest', 'nearest-exact', 'bilinear', 'bicubic', 'lanczos'];
  if (!input.dtype.includes('float') && (input.dtype !== 'uint8' || !uint8.includes(mode)))
    return { code: 'dtype', expected: 'a floating type', got: input.dtype };
  if (antialias && input.dtype.endsWith('float16'))
    return { code: 'dtype', expected: 'float32, float64 or uint8', got: input.dtype, error: 'NotImplementedError' };
  return undefined;
};

export const interpolated = (given: Interpolation, input: Tensor): Tensor => {
  const sizes = sizesOf(given, input);
  const shape = [...input.shape.slice(0, 2), ...sizes];
  if (given.mode !== 'area') return laidOutAs(input, shape);
  // `area` is an adaptive pool, with its ways of laying results out.
  if (sizes.length === 1) return asOneRow(input, shape);
  return sizes.length === 2 || sizes.every((length) => length === 1)
    ? laidOutAs(input, shape)
    : tensor(shape, input.dtype);
};

/**
 * The nearest elements of rows as a choice of places gives them, which is what FlopCounterMode takes the operator for.
 * Source: torch 2.15, torch/_decomp/decompositions.py.
 */
export const decomposed = (given: Interpolation, input: Tensor): Tensor | undefined =>
  given.mode.startsWith('nearest') && input.shape.length === 3
    ? chosenFrom({ view: input, chosen: [{ dimension: 2, places: tensor(sizesOf(given, input), 'int64') }] })
    : undefined;

/**
 * The elements along a dimension that a smooth kernel reaches, of all outputs together. Coarser outputs widen the kernel, and
 * at the edges of the input it is cut. Source: aten/src/ATen/native/cpu/UpSampleKernel.cpp.
 */
const reached = (length: number, count: number, scale: number, radius: number): number => {
  const reach = radius * Math.max(scale, 1);
  let taps = 0;
  for (let i = 0; i < count; i++) {
    const center = scale * (i + 0.5);
    const from = Math.max(Math.trunc(center - reach + 0.5), 0);
    taps += Math.max(Math.min(Math.trunc(center + reach + 0.5), length) - from, 0);
  }
  return taps;
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** How many elements of the input the outputs along each dimension are made of, added up. */
export const tapsOf = (given: Interpolation, input: Tensor, output: Tensor): readonly number[] => {
  const { mode, antialias, align_corners, scale_factor, recompute_scale_factor } = given;
  const lengths = input.shape.slice(2);
  return spatial(output, lengths.length as 1 | 2 | 3).map((count, index) => {
    const length = lengths[index] as number;
    if (mode === 'area') return length + count - gcd(length, count);
    if (mode.startsWith('nearest')) return count;
    if (!antialias) return (mode === 'bicubic' ? 4 : 2) * count;
    const own = typeof scale_factor === 'number' ? scale_factor : scale_factor?.[index];
    const byFactor = own !== undefined && !recompute_scale_factor ? 1 / own : length / count;
    const scale = align_corners ? (count > 1 ? (length - 1) / (count - 1) : 0) : byFactor;
    return reached(length, count, scale, support[mode] as number);
  });
};

/** Whether outputs are sums of elements with weights, or means of them; else they are copies. */
export const isWeighted = ({ mode }: Interpolation): boolean => mode !== 'area' && !mode.startsWith('nearest');
