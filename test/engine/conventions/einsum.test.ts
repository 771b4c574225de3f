/** What numpy.einsum_path prints, as measured with numpy 2.4.6. */

import { expect, it } from 'vitest';
import { einsumCost, tooManyLabels } from '../../../src/engine/conventions/einsum.ts';
import type { LeafCall } from '../../../src/engine/shapes.ts';

const costOf = (equation: string, ...shapes: readonly (readonly number[])[]): number =>
  einsumCost({ options: { equation }, inputs: shapes.map((shape) => ({ shape })) } as unknown as LeafCall).contracted;

it.each([
  [
    'bij,bkj->bik',
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    241,
  ],
  ['ij->', [[3, 4]], 25],
  ['ij->ji', [[3, 4]], 13],
  [
    'ab,bc,cd',
    [
      [40, 3],
      [3, 50],
      [50, 2],
    ],
    1081,
  ],
  ['a,b,c->abc', [[2], [3], [4]], 49],
  [
    '...ij,...jk->...ik',
    [
      [7, 2, 3],
      [7, 3, 5],
    ],
    421,
  ],
  ['ii,i', [[4, 4], [4]], 9],
  [
    'ab,bc,ca->',
    [
      [31, 37],
      [37, 41],
      [41, 31],
    ],
    96350,
  ],
] as const)('the FLOPs of %s over %j are %i', (equation, shapes, flops) => {
  expect(costOf(equation, ...shapes)).toBe(flops);
});

it('there are as many labels as small letters', () => {
  expect(tooManyLabels('abcdefghijklmnopqrstuvwxyz->')).toBe(false);
  expect(tooManyLabels('abcdefghijklmnopqrstuvwxyzA->')).toBe(true);
});
