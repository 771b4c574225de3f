import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chain, conv2d } from '../test/networks.ts';
import { operations } from './figures.ts';

const size = fc.integer({ min: 1, max: 6 });

it('a convolution in g groups has a g-th of the weights and MACs of the standard one', () => {
  fc.assert(
    fc.property(size, size, size, size, size, (g, inner, outer, kernel_size, padding) => {
      const [Cin, Cout] = [g * inner, g * outer];
      const shape = [2, Cin, 7, 8];
      const options = { kernel_size, padding, bias: false };
      const standard = operations(chain(shape, conv2d(Cin, Cout, options)));
      const grouped = operations(chain(shape, conv2d(Cin, Cout, { ...options, groups: g })));
      expect((grouped.macs as bigint) * BigInt(g)).toBe(standard.macs);
      expect((grouped.params as bigint) * BigInt(g)).toBe(standard.params);
    }),
  );
});
