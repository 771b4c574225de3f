/** Places of images that are moved, and what lies at them. */

import type { Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { fill, indices, type Tensor } from './tensor.ts';

/** The coordinates from -1 to 1 of the pixels along one dimension, those of the corners or of their middles. */
const coordinate = (place: number, size: number, align: boolean): number => {
  if (align) return size === 1 ? 0 : (2 * place) / (size - 1) - 1;
  return (2 * place + 1) / size - 1;
};

interface AffineGrid {
  readonly size: readonly number[];
  readonly align_corners: boolean | null;
}

/** theta (x, y, 1) for each place, x along the last dimension. Source: arXiv:1506.02025, equation 1. */
const affineGrid: Equation<AffineGrid> = ({ options: { size, align_corners }, inputs: [theta] }, arithmetic) => {
  const [N, , ...sizes] = size as [number, number, ...number[]];
  const { sumOfProducts, constant } = arithmetic;
  return [
    fill([N, ...sizes, sizes.length], (index: readonly number[]) => {
      const [n, row] = [index[0] as number, index.at(-1) as number];
      const place = index.slice(1, -1);
      const point = place.map((at, d) => coordinate(at, sizes[d] as number, align_corners === true)).reverse();
      return sumOfProducts([...point, 1].map((x, k) => [theta.at(n, row, k), constant(x)] as const));
    }),
  ];
};

interface GridSample {
  readonly mode: string;
  readonly padding_mode: string;
  readonly align_corners: boolean | null;
}

const even = (value: number): number => {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
};

/** Elements around a place, added up by their distances, or the nearest. Source: arXiv:1506.02025, equations 3 to 5. */
const gridSample: Equation<GridSample> = ({ options, inputs }, arithmetic) => {
  const [x, grid] = inputs as unknown as [Tensor, Tensor];
  const { add, subtract, multiply, divide, minimum, maximum, constant, data, padding, value, sumOfProducts } =
    arithmetic;
  const [N, C, ...sizes] = x.shape as [number, number, ...number[]];
  const D = sizes.length;
  const scaled = (given: Scalar, size: number): Scalar => {
    const shifted = add(given, constant(1));
    const spread = options.align_corners
      ? multiply(divide(shifted, constant(2)), constant(size - 1))
      : divide(subtract(multiply(shifted, constant(size)), constant(1)), constant(2));
    return options.padding_mode === 'border' ? minimum(maximum(spread, constant(0)), constant(size - 1)) : spread;
  };
  const element = (n: number, c: number, place: readonly number[]): Scalar =>
    place.every((at, d) => at >= 0 && at < (sizes[d] as number)) ? x.at(n, c, ...place) : padding(0);
  const points = new Map<string, (c: number) => Scalar>();
  for (const index of indices([N, ...grid.shape.slice(1, -1)])) {
    const [n, ...at] = index as [number, ...number[]];
    // The first coordinate is that of the last dimension.
    const place = sizes.map((size, d) => scaled(grid.at(n, ...at, D - 1 - d), size));
    if (options.mode === 'nearest') {
      const nearest = place.map((one) => even(value(one)));
      points.set(index.join(), (c) => element(n, c, nearest));
      continue;
    }
    const below = place.map((one) => Math.floor(value(one)));
    const far = place.map((one, d) => subtract(one, data(below[d] as number)));
    const near = far.map((one) => subtract(constant(1), one));
    const corners = Array.from({ length: 2 ** D }, (_, corner) => {
      const sides = place.map((__, d) => (corner >> d) & 1);
      const factors = sides.map((side, d) => (side === 1 ? far[d] : near[d]) as Scalar);
      return { at: sides.map((side, d) => (below[d] as number) + side), weight: factors.reduce(multiply) };
    });
    points.set(index.join(), (c) =>
      sumOfProducts(corners.map((corner) => [element(n, c, corner.at), corner.weight] as const)),
    );
  }
  return [
    fill([N, C, ...grid.shape.slice(1, -1)], ([n, c, ...at]: readonly number[]) =>
      (points.get([n, ...at].join()) as (c: number) => Scalar)(c as number),
    ),
  ];
};

export const grids = { affine_grid: affineGrid, grid_sample: gridSample };
