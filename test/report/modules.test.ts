import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Count, conventions, type ShapedNetwork } from '../../src/engine/index.ts';
import { architectureArbitrary } from '../../src/harness/generate.ts';
import { moduleSums } from '../../src/report/modules.ts';
import { shaped, shared, small } from './networks.ts';

const definition = (network: ShapedNetwork): Count => conventions.get('definition')?.count(network) as Count;
const sumsOf = (network: ShapedNetwork) => moduleSums(network, definition(network));

describe('sums for each module', () => {
  it('add up the calls within', () => {
    const sums = sumsOf(shaped(small));
    expect(sums.map(({ path, figures: { params, macs } }) => [path, params, macs])).toEqual([
      ['', 837n, 9216n],
      ['features', 112n, 7776n],
      ['features.0', 112n, 7776n],
      ['features.1', 0n, 0n],
      ['head', 725n, 1440n],
    ]);
  });

  it('count shared weights once, but every call where it runs', () => {
    const sums = sumsOf(shaped(shared));
    expect(sums.map(({ path, also, figures: { params, macs } }) => [path, also, params, macs])).toEqual([
      ['', [], 25n, 64n],
      ['block', [], 20n, 32n],
      ['block.fc', ['again'], 20n, 64n],
      ['idle', [], 5n, 0n],
    ]);
  });

  it('give the root everything, whatever the network', () => {
    fc.assert(
      fc.property(architectureArbitrary(), (architecture) => {
        const network = shaped(architecture);
        const count = definition(network);
        expect(moduleSums(network, count)[0]?.figures).toEqual(count.totals);
      }),
      { numRuns: 60 },
    );
  });
});
