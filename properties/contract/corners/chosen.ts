/** Elements chosen by limits and masks. */

import { type Corner, combined } from './corner.ts';

const mask = { shape: [3, 4], dtype: 'bool' };

const turned = { shape: [4, 3], dims: [1, 0] };

const spread = { shape: [1, 4], size: [3, 4] };

export const chosen: readonly Corner[] = [
  ...[[3, 4], turned, spread].flatMap((x) => [
    ...combined({ min: [undefined, 0, '0.5'], max: [undefined, 1] }).map(
      (options): Corner => ({ kind: 'clamp', options, inputs: [x] }),
    ),
    ...[[3, 4], turned, spread, []].flatMap((other): readonly Corner[] => [
      { kind: 'clamp', inputs: [x], named: { min: other } },
      { kind: 'clamp', inputs: [x], named: { min: other, max: [3, 4] } },
      ...[mask, { ...mask, ...turned }, { ...mask, ...spread }].flatMap((where): readonly Corner[] => [
        { kind: 'where', inputs: [where], named: { input: x, other } },
        { kind: 'where', options: { other: 1 }, inputs: [where], named: { input: x } },
        { kind: 'where', options: { input: 1, other: '0.5' }, inputs: [where] },
        { kind: 'masked_fill', options: { value: 1 }, inputs: [x, where] },
        { kind: 'masked_fill', inputs: [x, where, []] },
      ]),
    ]),
  ]),
];
