import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveBytes, peakOf } from '../src/engine/conventions/definition/peak.ts';
import { type ArchitectureJson, isLeaf, layers, parseArchitecture, shapeNetwork } from '../src/engine/index.ts';
import { numel } from '../src/engine/tensor.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';
import { stepsOf } from './executed/steps.ts';
import { withPython } from './python.ts';
import { cases, seed } from './tools.ts';

const ask = withPython('countersign.live') as (
  request: object,
) => Promise<{ readonly live?: readonly number[]; readonly error?: string }>;

/** A network, and the bytes that torch's allocator holds at the end of each call. */
const allocated = async (json: ArchitectureJson) => {
  const architecture = parseArchitecture(structuredClone(json));
  const network = shapeNetwork(architecture);
  const { live, error } = await ask({ architecture: json, ...stepsOf(architecture, network) });
  if (!live) throw new Error(`PyTorch refuses the network: ${error}`);
  return { network, leaves: network.calls.filter(isLeaf), live };
};

/** PyTorch gives their results the memory of their input where that is larger. */
const resized: readonly string[] = ['Fold', 'Unfold', 'fold', 'unfold'];

it('networks of branches, views, in-place calls and shared modules hold call by call what the allocator does', async () => {
  const kinds = [...layers.keys()].filter((kind) => !resized.includes(kind));
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(architectureArbitrary({ kinds }), async (json) => {
      const { network, leaves, live } = await allocated(json);
      for (const { storage, left } of leaves) seen.add(storage).add(left.length > 1 ? 'several' : 'one');
      expect(liveBytes(network).map(Number)).toEqual(live);
      expect(Number(peakOf(network))).toBe(Math.max(0, ...live));
    }),
    { seed, numRuns: cases(100) },
  );
  expect([...seen].sort()).toEqual(['alias', 'in place', 'new', 'one', 'several']);
}, 3_600_000);

describe.each(resized)('%s', (kind) => {
  it('holds as much as the larger one of its input and its result', async () => {
    await fc.assert(
      fc.asyncProperty(architectureArbitrary({ kinds: [kind], maxPicks: 1, plain: true }), async (json) => {
        const { leaves, live } = await allocated(json);
        const places = leaves.flatMap(({ definition }, place) => (definition.kind === kind ? [place] : []));
        for (const place of places) {
          const { inputs, outputs } = leaves[place] as (typeof leaves)[number];
          const elements = Math.max(...[inputs[0], ...outputs].map(({ shape }) => numel(shape)));
          expect(live[place]).toBe(4 * elements);
        }
      }),
      { seed, numRuns: cases(20) },
    );
  }, 3_600_000);
});
