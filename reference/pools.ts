/** The pools by their kinds: one equation for one, two and three dimensions, and for a module and its function. */

import { adaptiveAvgPool, adaptiveMaxPool } from './adaptivePools.ts';
import { type AnyEquation, equation } from './definition.ts';
import { avgPool, lpPool, maxPool } from './slidingPools.ts';

const ofEach: readonly (readonly [string, string, AnyEquation])[] = [
  ['MaxPool', 'max_pool', equation(maxPool)],
  ['AvgPool', 'avg_pool', equation(avgPool)],
  ['LPPool', 'lp_pool', equation(lpPool)],
  ['AdaptiveAvgPool', 'adaptive_avg_pool', equation(adaptiveAvgPool)],
  ['AdaptiveMaxPool', 'adaptive_max_pool', equation(adaptiveMaxPool)],
];

export const pools: Readonly<Record<string, AnyEquation>> = Object.fromEntries(
  ofEach.flatMap(([module, name, pool]) =>
    [1, 2, 3].flatMap((n) => [[`${module}${n}d`, pool] as const, [`${name}${n}d`, pool] as const]),
  ),
);
