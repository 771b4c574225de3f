/** The pools by their kinds: one equation for one, two and three dimensions, and for a module and its function. */

import { adaptiveAvgPool, adaptiveMaxPool } from './adaptivePools.ts';
import type { Equation } from './definition.ts';
import { avgPool, lpPool, maxPool } from './slidingPools.ts';

const ofEach: readonly (readonly [string, string, Equation<never>])[] = [
  ['MaxPool', 'max_pool', maxPool],
  ['AvgPool', 'avg_pool', avgPool],
  ['LPPool', 'lp_pool', lpPool],
  ['AdaptiveAvgPool', 'adaptive_avg_pool', adaptiveAvgPool],
  ['AdaptiveMaxPool', 'adaptive_max_pool', adaptiveMaxPool],
];

export const pools: Readonly<Record<string, Equation<never>>> = Object.fromEntries(
  ofEach.flatMap(([module, name, pool]) =>
    [1, 2, 3].flatMap((n) => [[`${module}${n}d`, pool] as const, [`${name}${n}d`, pool] as const]),
  ),
);
