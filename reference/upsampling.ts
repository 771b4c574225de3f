/** Resampling: each output is a copy, a mean or a weighted sum of elements of the input. Source: torch.nn.functional.interpolate. */

import { adaptiveWindows } from './adaptivePools.ts';
import type { Equation } from './definition.ts';
import { pooled, sizesOf } from './pool.ts';
import { indices } from './tensor.ts';

interface Given {
  readonly size: number | readonly number[] | null;
  readonly scale_factor: number | readonly number[] | null;
  readonly mode?: string;
  readonly align_corners?: boolean | null;
  readonly recompute_scale_factor?: boolean | null;
  readonly antialias?: boolean;
}

/** A coordinate of the input and its weight. */
type Tap = readonly [number, number];

/** How one dimension is resampled: `step` elements of the input for each of the output. */
interface Axis {
  readonly length: number;
  readonly count: number;
  readonly step: number;
  readonly align: boolean;
}

const within = (i: number, length: number): number => Math.max(0, Math.min(i, length - 1));

/** Keys' cubic kernel. */
const cubic = (a: number) => (x: number) => {
  const t = Math.abs(x);
  if (t < 1) return (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1;
  return t < 2 ? a * (t ** 3 - 5 * t ** 2 + 8 * t - 4) : 0;
};
const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const lanczos = (x: number): number => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0);

/** Where output i lies among the elements of the input. */
const source = ({ step, align }: Axis, i: number): number => (align ? step * i : step * (i + 0.5) - 0.5);

/** The two neighbours, with weights by their distance. */
const linear = (axis: Axis, i: number): Tap[] => {
  const at = Math.max(0, source(axis, i));
  const first = within(Math.floor(at), axis.length);
  const part = Math.min(Math.max(at - first, 0), 1);
  return [
    [first, 1 - part],
    [within(first + 1, axis.length), part],
  ];
};

/** The four neighbours; at the edges the last element stands for those outside. */
const bicubic = (axis: Axis, i: number): Tap[] => {
  const at = source(axis, i);
  const first = Math.floor(at);
  const weight = cubic(-0.75);
  return [-1, 0, 1, 2].map((k) => [within(first + k, axis.length), weight(at - first - k)]);
};

const smooth: Readonly<Record<string, { readonly radius: number; readonly kernel: (x: number) => number }>> = {
  bilinear: { radius: 1, kernel: triangle },
  bicubic: { radius: 2, kernel: cubic(-0.5) },
  lanczos: { radius: 3, kernel: lanczos },
};

/** All elements that a kernel reaches which is as wide as an output is coarse, with weights that add up to 1. */
const antialiased = ({ length, step }: Axis, i: number, mode: string): Tap[] => {
  const { radius, kernel } = smooth[mode] as (typeof smooth)[string];
  const width = Math.max(step, 1);
  const center = step * (i + 0.5);
  const from = Math.max(Math.trunc(center - radius * width + 0.5), 0);
  const to = Math.min(Math.trunc(center + radius * width + 0.5), length);
  const raw = Array.from({ length: to - from }, (_, k) => kernel((from + k - center + 0.5) / width));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight, k) => [from + k, weight / total]);
};

/** PyTorch rounds to float32 before it takes the whole part. */
const nearest = (axis: Axis, i: number, isExact: boolean): Tap[] => {
  const at = isExact ? axis.step * (i + 0.5) : axis.step * i;
  return [[within(Math.floor(Math.fround(at)), axis.length), 1]];
};

const tapsOf = (axis: Axis, i: number, mode: string, antialias: boolean): Tap[] => {
  if (mode.startsWith('nearest')) return nearest(axis, i, mode === 'nearest-exact');
  if (antialias) return antialiased(axis, i, mode);
  return mode === 'bicubic' ? bicubic(axis, i) : linear(axis, i);
};

const of = (given: number | readonly number[] | null, dimension: number): number | undefined =>
  (typeof given === 'number' ? given : given?.[dimension]) ?? undefined;

/** The weights depend on shapes alone, so that a sum of K elements takes K products and K - 1 sums. */
const interpolate =
  (fixed: Partial<Given>): Equation<Given> =>
  ({ options, inputs: [x] }, { constant, multiply, sum, divide }) => {
    const {
      size,
      scale_factor,
      mode = 'nearest',
      align_corners,
      recompute_scale_factor,
      antialias = false,
    } = {
      ...options,
      ...fixed,
    };
    const axes = sizesOf(x, x.shape.length - 2).map((length, dimension): Axis => {
      const factor = of(scale_factor, dimension);
      const count = of(size, dimension) ?? Math.floor(length * (factor as number));
      const align = align_corners === true && !mode.startsWith('nearest');
      const own = factor === undefined || recompute_scale_factor ? length / count : 1 / factor;
      return { length, count, align, step: align ? (count > 1 ? (length - 1) / (count - 1) : 0) : own };
    });
    if (mode === 'area') {
      const windows = adaptiveWindows(
        x,
        axes.map(({ count }) => count),
      );
      return [pooled(x, windows, (at, positions) => divide(sum(positions.map(at)), constant(positions.length)))];
    }
    const taps = axes.map((axis) => Array.from({ length: axis.count }, (_, i) => tapsOf(axis, i, mode, antialias)));
    const weights = taps.map((axis) => axis.map((window) => window.map(([, weight]) => weight)));
    const windows = taps.map((axis) => axis.map((window) => window.map(([coordinate]) => coordinate)));
    return [
      pooled(x, windows, (at, positions, place) => {
        if (mode.startsWith('nearest')) return at(positions[0] as readonly number[]);
        const along = weights.map((axis, dimension) => axis[place[dimension] as number] as readonly number[]);
        const products = Array.from(indices(along.map(({ length }) => length)), (k) =>
          along.reduce((product, axis, dimension) => product * (axis[k[dimension] as number] as number), 1),
        );
        return sum(positions.map((position, k) => multiply(at(position), constant(products[k] as number))));
      }),
    ];
  };

const any = interpolate({});
const bilinearAligned = interpolate({ mode: 'bilinear', align_corners: true });
const alwaysNearest = interpolate({ mode: 'nearest' });

/** By their kinds. */
export const upsamplings: Readonly<Record<string, Equation<never>>> = {
  Upsample: any,
  UpsamplingBilinear2d: bilinearAligned,
  UpsamplingNearest2d: alwaysNearest,
  interpolate: any,
  upsample: any,
  upsample_bilinear: bilinearAligned,
  upsample_nearest: alwaysNearest,
};
