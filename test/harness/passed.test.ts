/** Values are told apart by the calls that they come from, also where their tensors are alike. */

import { expect, it } from 'vitest';
import { isLeaf, parseArchitecture, shapeNetwork } from '../../src/engine/index.ts';
import { structureOf } from '../../src/harness/features.ts';
import { passedIn } from '../../src/harness/passed.ts';

const shaped = (names: readonly string[], rest: object) =>
  shapeNetwork(
    parseArchitecture({ inputs: names.map((name) => ({ name, shape: [2, 4] })), modules: [], outputs: [], ...rest }),
  );

const passed = (network: ReturnType<typeof shaped>) =>
  Object.fromEntries([...passedIn(network)].map(([{ id }, { takes, gives }]) => [id, [takes, gives]]));

it('inputs that are alike are two values, and no branch', () => {
  const calls = [
    { id: 'one', op: 'relu', inputs: ['x'] },
    { id: 'other', op: 'relu', inputs: ['y'] },
    { id: 'sum', op: 'add', inputs: ['one', 'other'] },
  ];
  const network = shaped(['x', 'y'], { calls, outputs: ['sum'] });
  expect(network.inputs[0]).toBe(network.inputs[1]);
  expect(passed(network)).toEqual({
    one: [['x'], ['one']],
    other: [['y'], ['other']],
    sum: [['one', 'other'], ['sum']],
  });
  expect(structureOf(network).isBranched).toBe(false);
});

it('what several calls take is a branch, and what is taken twice by one is none', () => {
  const twice = shaped(['x'], { calls: [{ id: 'sum', op: 'add', inputs: ['x', 'x'] }], outputs: ['sum'] });
  expect(structureOf(twice).isBranched).toBe(false);
  const arms = ['one', 'other'].map((id) => ({ id, op: 'relu', inputs: ['x'] }));
  expect(structureOf(shaped(['x'], { calls: arms, outputs: ['other'] })).isBranched).toBe(true);
});

it('what is handed on keeps its name: in place, out of a container, and one of several results', () => {
  const modules = [
    { path: 'block', kind: 'Sequential' },
    { path: 'block.act', kind: 'ReLU', options: { inplace: true } },
  ];
  const calls = [
    { id: 'parts', op: 'chunk', inputs: ['x'], options: { chunks: 2, dim: 1 } },
    {
      id: 'block',
      module: 'block',
      inputs: ['parts:1'],
      calls: [{ id: 'act', module: 'block.act', inputs: ['parts:1'] }],
      outputs: ['act'],
    },
    { id: 'end', op: 'add', inputs: ['block', 'parts:0'] },
  ];
  const network = shaped(['x'], { modules, calls, outputs: ['end'] });
  expect(passed(network)).toEqual({
    parts: [['x'], ['parts', 'parts:1']],
    act: [['parts:1'], ['parts:1']],
    end: [['parts:1', 'parts'], ['end']],
  });
  expect([...passedIn(network).keys()]).toEqual(network.calls.filter(isLeaf));
});
