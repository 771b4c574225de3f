import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isLeaf, numel, parseArchitecture, type Row, shapeNetwork } from '../src/engine/index.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { counted } from './figures.ts';

it('the FLOPs of a convolution without bias are its MACs twice, less one addition for each output', () => {
  let seen = 0;
  fc.assert(
    fc.property(architectureArbitrary({ kinds: ['Conv1d', 'Conv2d'] }), (architecture) => {
      const calls = shapeNetwork(parseArchitecture(architecture)).calls.filter(isLeaf);
      const rows = counted(architecture).layers;
      for (const [index, call] of calls.entries()) {
        if (!call.definition.kind.startsWith('Conv') || call.options.bias) continue;
        const { macs, flops } = (rows[index] as Row).figures as Record<string, bigint>;
        expect(2n * (macs as bigint) - (flops as bigint)).toBe(BigInt(numel(call.outputs[0]?.shape ?? [])));
        seen++;
      }
    }),
  );
  expect(seen).toBeGreaterThan(20);
});
