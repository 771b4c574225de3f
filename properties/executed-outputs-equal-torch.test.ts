import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definedKinds } from '../reference/index.ts';
import type { ArchitectureJson } from '../src/engine/index.ts';
import { isInPlace } from '../src/engine/spellings.ts';
import { isCertain } from './executed/certain.ts';
import { distance, tolerance } from './executed/close.ts';
import { drawn, type ExecutedNetwork, executeNetwork, type Numbering } from './executed/network.ts';
import { composites, networksOf, smallNetworks, withEveryOutput } from './executed/networks.ts';
import { torchOf } from './executed/torch.ts';
import { isTaken } from './figures.ts';
import { withPython } from './python.ts';
import { cases, seed } from './tools.ts';

const torch = torchOf(withPython('countersign.evaluate'));

const expectEqual = async (network: ExecutedNetwork): Promise<void> => {
  const outputs = await torch(network);
  expect(outputs.map(({ shape }) => shape)).toEqual(network.outputs.map(({ shape }) => shape));
  for (const [index, output] of outputs.entries())
    expect(distance(output, network.outputs[index] as typeof output)).toBeLessThan(tolerance);
};

describe.each([...definedKinds, ...composites])('%s', (kind) => {
  it('computes what PyTorch computes with the same weights, in float64', async () => {
    await fc.assert(
      fc.asyncProperty(networksOf(kind).filter(isCertain).map(withEveryOutput), fc.integer(), (architecture, numbers) =>
        expectEqual(executeNetwork(architecture, drawn(numbers))),
      ),
      { seed, numRuns: cases(100) },
    );
  }, 3_600_000);
});

/** The same network without overwriting: what stands in memory is no part of an equation. */
const pure = (architecture: ArchitectureJson): ArchitectureJson =>
  JSON.parse(JSON.stringify(architecture), (key, value) =>
    key === 'inplace' ? false : key === 'spelling' && isInPlace(value) ? undefined : value,
  );

/**
 * Held alone, and not in networks: x - tanh(x) of a small x has few digits left, and so has what follows; `bitwise_not` of
 * true is false, which the loops cannot tell of the result of another call, since they know no types.
 */
const aloneOnly: readonly string[] = ['Tanhshrink', 'tanhshrink', 'bitwise_not'];

/** Which of NaN and a number is the larger one, as after the root of a negative number, no definition says. */
const isOfNumbers = ({ calls }: ExecutedNetwork): boolean =>
  calls.every(({ executed }) => executed.outputs.every(({ data }) => !data.some(Number.isNaN)));

it('whole networks of branches, containers and shared modules compute what PyTorch computes', async () => {
  await fc.assert(
    fc.asyncProperty(
      smallNetworks({ maxPicks: 6, kinds: definedKinds.filter((kind) => !aloneOnly.includes(kind)) })
        .filter(isCertain)
        .map(pure)
        .filter(isTaken),
      fc.integer(),
      async (architecture, numbers) => {
        const network = executeNetwork(architecture, drawn(numbers));
        fc.pre(isOfNumbers(network));
        await expectEqual(network);
      },
    ),
    { seed, numRuns: cases(100) },
  );
}, 3_600_000);

it('PyTorch does not resize the rows of a single column with antialias, and the definition does', async () => {
  const column = [0, 1, 2, 3, 4, 5].values();
  const network = executeNetwork(
    {
      schema: 'countersign/architecture@1',
      name: 'Network',
      inputs: [{ name: 'x', shape: [1, 1, 6, 1] }],
      calls: [
        { id: 'y', op: 'interpolate', inputs: ['x'], options: { size: [3, 1], mode: 'bilinear', antialias: true } },
      ],
      outputs: ['y'],
    },
    { input: () => column.next().value as number, index: () => 0, weight: () => 0 },
  );
  const [theirs] = await torch(network);
  const rounded = (data: Float64Array = new Float64Array()) => Array.from(data, (number) => Number(number.toFixed(4)));
  expect(rounded(network.outputs[0]?.data)).toEqual([0.7143, 2.5, 4.2857]);
  expect(rounded(theirs?.data)).toEqual([0.7143, 0.7143, 0.7143]);
});

it.each(['Conv1d', 'Conv2d', 'Conv3d', 'ConvTranspose1d', 'ConvTranspose2d', 'ConvTranspose3d'])(
  'the effective MACs of a %s are what it computes of ones',
  async (kind) => {
    const ones: Numbering = { input: () => 1, index: () => 0, weight: (name) => (name === 'bias' ? 0 : 1) };
    await fc.assert(
      fc.asyncProperty(networksOf(kind), async (architecture) => {
        const network = executeNetwork(architecture, ones);
        const [output] = await torch(network);
        const effective = network.calls.reduce((sum, { executed }) => sum + executed.counts.effective_macs, 0);
        expect(output?.data.reduce((sum, element) => sum + element, 0)).toBe(effective);
      }),
      { seed, numRuns: cases(40) },
    );
  },
  3_600_000,
);
