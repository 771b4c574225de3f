/**
 * Upsampling modules and the functions behind them. Each output is a weighted sum of elements of the input, a mean of them, or
 * a copy of one. The weights depend on shapes alone, so that they are constants.
 */

import { z } from 'zod';
import { defineLayer, type Inputs, type LayerDefinition } from '../layer.ts';
import type { Tensor } from '../tensor.ts';
import {
  decomposed,
  type Interpolation,
  interpolated,
  isWeighted,
  type Mode,
  modes,
  requiresInterpolation,
  scale_factor,
  size,
  tapsOf,
  validInterpolation,
} from './families/interpolation.ts';
import { type Spelt, targetOf } from './families/spatial.ts';

const align_corners = z.boolean().nullable().default(null);
const options = { size, scale_factor };
const more = { mode: z.enum(modes).default('nearest'), align_corners };

type Given = Partial<Interpolation>;

interface Upsampler {
  readonly kind: string;
  readonly torch?: Spelt;
  readonly options: z.ZodRawShape;
  /** What the kind leaves no choice of. */
  readonly fixed?: Given;
  /** The modes that are drawn by the number of spatial dimensions. */
  readonly drawn?: (dimensions: number) => readonly [Mode, ...Mode[]];
}

const drawnModes = (dimensions: number): readonly [Mode, ...Mode[]] => [
  'nearest',
  (['linear', 'bilinear', 'trilinear'] as const)[dimensions - 1] as Mode,
  'nearest-exact',
  'area',
  ...(dimensions === 2 ? (['bicubic'] as const) : []),
];

const costs = (fixed: Given | undefined, whole: (given: unknown) => Interpolation) => {
  if (fixed?.mode === 'nearest') return {};
  // Two neighbours in each of two dimensions.
  if (fixed) return { formulas: { multiplications: '4 * y_numel', additions: '3 * y_numel' } };
  return {
    symbols: (given: unknown, [input]: Inputs, [output]: readonly Tensor[]) => {
      const [T0 = 1, T1 = 1, T2 = 1] = tapsOf(whole(given), input, output as Tensor);
      const weighted = isWeighted(whole(given)) ? 1 : 0;
      const mean = whole(given).mode === 'area' ? 1 : 0;
      return { N: input.shape[0] as number, C: input.shape[1] as number, T0, T1, T2, weighted, mean };
    },
    parts: { taps: 'N * C * T0 * T1 * T2' },
    formulas: {
      multiplications: 'weighted * taps',
      additions: 'taps - y_numel',
      divisions: 'mean * y_numel',
    },
  };
};

const upsampler = ({ kind, torch, options, fixed, drawn }: Upsampler): LayerDefinition => {
  const whole = (given: unknown): Interpolation => ({
    ...({ mode: 'nearest', align_corners: null, recompute_scale_factor: null, antialias: false } as const),
    ...(given as Pick<Interpolation, 'size' | 'scale_factor'>),
    ...fixed,
  });
  return defineLayer({
    ...targetOf(kind, torch),
    options: () => options,
    takes: ['any'],
    valid: (given) => validInterpolation(whole(given)),
    requires: (given, [input]) => requiresInterpolation(whole(given), input),
    outputs: (given, [input]) => [interpolated(whole(given), input)],
    otherwise: (given, [input], { mode }) => {
      const result = mode === 'decomposes' ? decomposed(whole(given), input) : undefined;
      return result && [result];
    },
    ...costs(fixed, whole),
    generate: {
      ranks: drawn ? [4, 3, 5] : [4],
      options: (draw, { shape }) => {
        const dimensions = shape.length - 2;
        if (dimensions < 1 || dimensions > 3 || (!drawn && dimensions !== 2)) return undefined;
        const each = <T>(one: () => T): T | T[] => (draw.boolean() ? Array.from({ length: dimensions }, one) : one());
        const target = draw.boolean()
          ? { size: each(() => draw.integer(1, 8)) }
          : { scale_factor: each(() => draw.oneOf([2, 1, 1.5, 3])) };
        if (!drawn) return target;
        const mode = draw.oneOf(drawn(dimensions));
        const interpolates = isWeighted(whole({ mode }));
        // Of an image that is one element wide torch 2.15 smooths nothing along its height, and so returns wrong numbers.
        const antialias =
          'antialias' in options && dimensions === 2 && (shape[3] as number) > 1 && interpolates
            ? { antialias: draw.integer(0, 2) === 2 }
            : {};
        return { ...target, mode, ...antialias, align_corners: interpolates ? draw.oneOf([null, false, true]) : null };
      },
    },
  });
};

const named = (name: string, signature: string) =>
  ({
    kind: name,
    torch: { spellings: [`torch.nn.functional.${name}`], signature: `input, ${signature}`, tensors: ['input'] },
  }) as const;

const sizes = 'size=None, scale_factor=None';
const recompute_scale_factor = z.boolean().nullable().default(null);

export const upsampling: readonly LayerDefinition[] = [
  upsampler({ kind: 'Upsample', options: { ...options, ...more, recompute_scale_factor }, drawn: drawnModes }),
  upsampler({ kind: 'UpsamplingBilinear2d', options, fixed: { mode: 'bilinear', align_corners: true } }),
  upsampler({ kind: 'UpsamplingNearest2d', options, fixed: { mode: 'nearest' } }),
  upsampler({
    ...named(
      'interpolate',
      `${sizes}, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False`,
    ),
    options: { ...options, ...more, recompute_scale_factor, antialias: z.boolean().default(false) },
    drawn: drawnModes,
  }),
  upsampler({
    ...named('upsample', `${sizes}, mode='nearest', align_corners=None`),
    options: { ...options, ...more },
    drawn: drawnModes,
  }),
  upsampler({ ...named('upsample_bilinear', sizes), options, fixed: { mode: 'bilinear', align_corners: true } }),
  upsampler({ ...named('upsample_nearest', sizes), options, fixed: { mode: 'nearest' } }),
];
