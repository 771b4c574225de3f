/** Results with one channel, joined with themselves: only that shows whether their channels are innermost. */

import { type Corner, each } from './corner.ts';

const innermost = { shape: [2, 3, 4, 1], dims: [0, 3, 1, 2] };

const mask = { ...innermost, dtype: 'bool' };

const plain = [2, 1, 3, 4];

export const doubled: readonly Corner[] = [
  ...[innermost, plain].flatMap((x): readonly Corner[] => [
    ...each(['clamp'], { min: [0], max: [undefined, 1] }, [x]),
    { kind: 'clamp', inputs: [x], named: { min: innermost, max: plain } },
    { kind: 'clamp', inputs: [x], named: { min: innermost, max: innermost } },
    ...each(['einsum'], { equation: ['abcd->abcd', '...->...', 'abcd->bacd'] }, [x]),
    ...[mask, { shape: plain, dtype: 'bool' }].flatMap((where): readonly Corner[] => [
      { kind: 'where', options: { other: 1 }, inputs: [where], named: { input: x } },
      { kind: 'where', options: { input: 1, other: '0.5' }, inputs: [where] },
      { kind: 'where', inputs: [where], named: { input: x, other: innermost } },
      { kind: 'where', inputs: [where], named: { input: x, other: plain } },
    ]),
  ]),
].map((one) => ({ ...one, behind: [{ op: 'cat', options: { dim: 1 }, inputs: ['y', 'y'] }] }));
