import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chain, conv2d } from '../test/networks.ts';
import { counted, operations } from './figures.ts';

const size = fc.integer({ min: 1, max: 8 });

it('a depthwise separable convolution costs its depthwise part and its pointwise part', () => {
  fc.assert(
    fc.property(size, size, size, size, size, (Cin, Cout, k, H, W) => {
      const depthwise = conv2d(Cin, Cin, { kernel_size: k, padding: k, groups: Cin, bias: false });
      const pointwise = conv2d(Cin, Cout, { kernel_size: 1, bias: false });
      const whole = operations(chain([1, Cin, H, W], depthwise, pointwise));
      const [first, second] = counted(chain([1, Cin, H, W], depthwise, pointwise)).layers;
      const [, , Hout, Wout] = (first as NonNullable<typeof first>).output_shapes[0] as number[];
      const places = BigInt((Hout as number) * (Wout as number));
      // K0·K1·Cin + Cin·Cout and K0·K1·Hout·Wout·Cin + Cin·Hout·Wout·Cout, as textbooks write them.
      const window = BigInt(k * k);
      expect(whole.params).toBe(window * BigInt(Cin) + BigInt(Cin * Cout));
      expect(whole.macs).toBe(window * places * BigInt(Cin) + BigInt(Cin * Cout) * places);
      expect(whole.macs).toBe((first?.figures.macs as bigint) + (second?.figures.macs as bigint));
    }),
  );
});
