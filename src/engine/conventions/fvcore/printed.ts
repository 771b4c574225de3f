/** What fvcore's prints of a network have in common. Source: fvcore/nn/print_model_statistics.py. */

import { fixed } from '../../pythonFormat.ts';
import { runningIn } from '../../running.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import type { Graph } from '../trace/live.ts';
import { scopeOf, upwards } from '../trace/scopes.ts';
import { isInFloats } from './products.ts';

/** Least size, divisor and suffix. */
export const units = [
  [1e14, 1e15, 'P'],
  [1e11, 1e12, 'T'],
  [1e8, 1e9, 'G'],
  [1e5, 1e6, 'M'],
  [1e2, 1e3, 'K'],
] as const;

/** A number with so many digits behind the point and a suffix, from above 100 on; below, a float has its own digit. */
export const sizeOf = (value: bigint, digits: number, isFloat = false): string => {
  const size = Number(value);
  const unit = units.find(([least]) => size > least);
  if (!unit) return isFloat ? fixed(size, 1) : String(value);
  return `${fixed(size / unit[1], digits)
    .replace(/0+$/, '')
    .replace(/\.$/, '')}${unit[2]}`;
};

/** A shape as Python prints a tuple. */
export const tupleOf = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/** What it has seen of each module, by its first path. */
export interface Seen {
  readonly flopsAt: (path: string) => bigint;
  /** Modules in which something of the graph runs, or in what they hold. */
  readonly called: ReadonlySet<string>;
  /** Modules that have a float among what they count. */
  readonly floats: ReadonlySet<string>;
}

export const seenIn = (
  network: ShapedNetwork,
  { calls, constantsAt }: Graph,
  flopsAt: (path: string) => bigint,
): Seen => {
  const runningAt = runningIn(network);
  const inFloats = calls.filter(({ call }) => isInFloats(call));
  return {
    flopsAt,
    called: new Set(
      [...calls.map(({ call }) => call), ...constantsAt].flatMap((call) => [
        ...[...runningAt(call)].map(({ path }) => path),
        ...upwards(scopeOf(call).path),
      ]),
    ),
    floats: new Set(inFloats.flatMap(({ call }) => upwards(scopeOf(call).path))),
  };
};
