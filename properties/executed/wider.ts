/** Calls that the engine's generator never draws: it merges only what fits as it is, and its windows are within their inputs. */

import fc from 'fast-check';
import { isTaken } from '../figures.ts';
import { arrangement } from './wider/arrangement.ts';
import { few, functionOf, moduleOf, type Network } from './wider/calls.ts';
import { convolutions } from './wider/convolutions.ts';
import { functions } from './wider/functions.ts';
import { pooling } from './wider/pooling.ts';

const size = few(1, 4);
const sizes = (least: number, most: number) => fc.array(size, { minLength: least, maxLength: most });

/** One to four tensors that differ in the dimension along which they are put together. */
const cat: Network = fc
  .tuple(sizes(1, 4), sizes(1, 4), fc.nat(), fc.boolean())
  .map(([shape, lengths, place, isBack]) => {
    const dim = place % shape.length;
    const shapes = lengths.map((length) => shape.with(dim, length));
    return functionOf('cat', shapes, { dim: isBack ? dim - shape.length : dim });
  });

const bounds = fc.record({ start_dim: few(-4, 3), end_dim: few(-4, 3) });
const Flatten = fc.tuple(sizes(1, 4), bounds).map(([shape, options]) => moduleOf('Flatten', shape, options));
const flatten = fc.tuple(sizes(1, 4), bounds).map(([shape, options]) => functionOf('flatten', [shape], options));

const batchNorm = (kind: string, least: number, most: number): Network =>
  fc
    .tuple(
      sizes(least, most),
      fc.record({
        eps: fc.constantFrom(0.5, 1e-5, 2),
        momentum: fc.constantFrom(null, 0.5),
        affine: fc.boolean(),
        track_running_stats: fc.boolean(),
      }),
    )
    .map(([shape, options]) => moduleOf(kind, shape, { ...options, num_features: shape[1] }));

const arbitraries: Readonly<Record<string, Network>> = {
  ...functions,
  BatchNorm1d: batchNorm('BatchNorm1d', 2, 3),
  BatchNorm2d: batchNorm('BatchNorm2d', 4, 4),
  Flatten,
  cat,
  flatten,
  ...convolutions,
  ...arrangement,
  ...pooling,
};

/** Networks of one call of a kind with options that the generator leaves out; undefined where it draws all. */
export const widerNetworks = (kind: string): Network | undefined => arbitraries[kind]?.filter(isTaken);
