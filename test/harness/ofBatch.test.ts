import { expect, it } from 'vitest';
import { type ArchitectureJson, isLeaf, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';
import { casesOf } from '../../src/harness/cases.ts';
import { withPlainSizes, withSizesOfBatch } from '../../src/harness/ofBatch.ts';
import { reduce } from '../../src/harness/reduce.ts';

const network: ArchitectureJson = {
  name: 'Network',
  inputs: [{ name: 'x', shape: [2, 3, 4] }],
  modules: [{ path: 'block', kind: 'Module', class: 'Block' }],
  calls: [
    {
      id: 'block',
      module: 'block',
      inputs: ['x'],
      calls: [{ id: 'view', op: 'view', inputs: ['x'], options: { shape: [2, -1, 1, 3] } }],
      outputs: ['view'],
    },
    { id: 'turned', op: 'permute', inputs: ['block'], options: { dims: [3, 2, 0, 1] } },
  ],
  outputs: ['turned'],
};

const optionsIn = ({ calls }: ArchitectureJson) => [calls[0]?.calls?.[0]?.options, calls[1]?.options];

it('sizes follow from the batch where they are as large, in blocks, too, and dimensions do not', () => {
  const following = withSizesOfBatch(network);
  expect(optionsIn(following)).toEqual([
    { shape: [{ batch: 1 }, -1, 1, { batch: 1, plus: 1 }] },
    { dims: [3, 2, 0, 1] },
  ]);
  expect(withPlainSizes(following)).toEqual(network);
});

it('a campaign draws some of them, and counts them as plain ones', () => {
  const next = casesOf(1);
  const drawn = Array.from({ length: 60 }, () => next().architecture);
  const following = drawn.filter((json) => JSON.stringify(json) !== JSON.stringify(withPlainSizes(json)));
  expect(following.length).toBeGreaterThan(0);
  for (const json of following) {
    const [given, plain] = [json, withPlainSizes(json)].map((one) => shapeNetwork(parseArchitecture(one)));
    expect(given?.calls.map(({ outputs }) => outputs)).toEqual(plain?.calls.map(({ outputs }) => outputs));
  }
});

it('a failing network keeps them only where it has to', async () => {
  const hasView = (json: ArchitectureJson): boolean =>
    shapeNetwork(parseArchitecture(json)).calls.some((call) => isLeaf(call) && call.definition.kind === 'view');
  const { architecture } = await reduce(withSizesOfBatch(network), async (json) => hasView(json), 200);
  expect(architecture).toEqual(withPlainSizes(architecture));
});
