/** What a failing network is cut down to, where what has to stay is told in a line. */

import { expect, it } from 'vitest';
import {
  type ArchitectureJson,
  architectureSchemaName,
  isLeaf,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../../src/engine/index.ts';
import { reduce } from '../../src/harness/reduce.ts';

const network = (shape: number[], rest: Pick<ArchitectureJson, 'modules' | 'calls'>): ArchitectureJson => ({
  schema: architectureSchemaName,
  name: 'Network',
  inputs: [{ name: 'x', shape, dtype: 'float32' }],
  ...rest,
  outputs: [rest.calls.at(-1)?.id ?? ''],
});

const reduced = async (start: ArchitectureJson, fails: (network: ShapedNetwork) => boolean) =>
  (await reduce(start, async (json) => fails(shapeNetwork(parseArchitecture(json))), 200)).architecture;

const kindsOf = ({ calls }: ShapedNetwork): string[] => calls.filter(isLeaf).map(({ definition }) => definition.kind);

it('keeps the options of a module that PyTorch finds under another path than the one where it is written out', async () => {
  const start = network([2, 3, 4], {
    modules: [
      { path: 'list', kind: 'ModuleList' },
      { path: 'stack', kind: 'Sequential' },
      { path: 'stack.0', kind: 'BatchNorm1d', options: { num_features: 3, affine: false } },
      { path: 'list.0', same_as: 'stack.0' },
    ],
    calls: [
      { id: 'stack', module: 'stack', inputs: ['x'] },
      { id: 'gelu', op: 'gelu', inputs: ['stack'] },
      { id: 'again', module: 'list.0', inputs: ['gelu'] },
      { id: 'relu', op: 'relu', inputs: ['again'] },
    ],
  });
  const found = await reduced(start, (given) => {
    const kinds = kindsOf(given);
    return kinds.includes('BatchNorm1d') && kinds.includes('relu');
  });
  expect(found.calls).toHaveLength(2);
  expect(found.modules).toMatchObject([{ kind: 'BatchNorm1d', options: { num_features: 1 } }]);
});

it('makes two weights that are one smaller together', async () => {
  const start = network([1, 2], {
    modules: [
      { path: 'linear', kind: 'Linear', options: { in_features: 2, out_features: 8 } },
      {
        path: 'lstm',
        kind: 'LSTM',
        options: { input_size: 2, hidden_size: 2 },
        tied: { weight_ih_l0: 'linear.weight' },
      },
    ],
    calls: [
      { id: 'linear', module: 'linear', inputs: ['x'] },
      { id: 'lstm', module: 'lstm', inputs: ['x'] },
    ],
  });
  const isTied = ({ calls }: ShapedNetwork): boolean => {
    const [one, other] = calls.filter(isLeaf).map(({ module }) => [...(module?.tensors.values() ?? [])]);
    return one?.some((tensor) => other?.includes(tensor)) === true;
  };
  const found = await reduced(start, isTied);
  expect(found.modules).toMatchObject([
    { kind: 'Linear', options: { in_features: 1, out_features: 4 } },
    { kind: 'LSTM', options: { input_size: 1, hidden_size: 1 } },
  ]);
});
